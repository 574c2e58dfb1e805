package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;

/**
 * The adapter of one projection: y = W x + b + scale · up (down x).
 *
 * @param projection what it adapts
 * @param down [rank, in], a 32-bit leaf that requires gradients
 * @param up [out, rank], likewise
 * @param scale alpha / rank
 * @param downOffset where {@code down} begins in {@link LoraAdapters#parameters()}
 * @param upOffset where {@code up} begins there
 */
public record LoraLayer(
    LinearProjection projection,
    NDArray down,
    NDArray up,
    double scale,
    int downOffset,
    int upOffset) {

  public String name() {
    return projection.name();
  }
}
