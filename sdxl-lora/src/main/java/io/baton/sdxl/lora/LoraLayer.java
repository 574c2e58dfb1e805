package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The adapter of one projection: y = W x + b + scale · up (down x), or, with a magnitude, y =
 * (magnitude / ‖W + scale · up · down‖) ∘ (W x + scale · up (down x)) + b, where ‖·‖ is the L2 norm
 * of each row and takes no part in the gradients.
 *
 * @param projection what it adapts
 * @param down [rank, in], a 32-bit leaf that requires gradients
 * @param up [out, rank], likewise
 * @param magnitude of DoRA
 * @param dropout of what {@code down} sees in training
 * @param scale alpha / rank
 * @param downOffset where {@code down} begins in {@link LoraAdapters#parameters()}
 * @param upOffset where {@code up} begins there
 */
public record LoraLayer(
    LinearProjection projection,
    NDArray down,
    NDArray up,
    Optional<Magnitude> magnitude,
    Optional<Dropout> dropout,
    double scale,
    int downOffset,
    int upOffset) {

  /**
   * DoRA's magnitudes.
   *
   * @param values [out], a 32-bit leaf that requires gradients
   * @param squaredNorms [out], of the rows of the frozen weight; 0 until the adapters are attached
   * @param offset where {@code values} begins in {@link LoraAdapters#parameters()}
   */
  public record Magnitude(NDArray values, NDArray squaredNorms, int offset) {}

  /**
   * Dropout.
   *
   * @param probability that an input value is not seen; more than 0, less than 1
   * @param key what a micro-step's choice is drawn from: [2], 32-bit integers
   */
  public record Dropout(double probability, NDArray key) {}

  public String name() {
    return projection.name();
  }

  /** All its tensors: down, up, magnitude's values and squared norms, dropout's key. */
  List<NDArray> tensors() {
    return Stream.of(
            Stream.of(down, up),
            magnitude.stream().flatMap(m -> Stream.of(m.values(), m.squaredNorms())),
            dropout.stream().map(Dropout::key))
        .flatMap(part -> part)
        .toList();
  }
}
