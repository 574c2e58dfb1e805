package io.baton.sdxl.clip;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.block.Execution;
import io.baton.sdxl.block.OutputGradient;
import io.baton.sdxl.torch.Autograd;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Texts, encoded, that wait for the gradients of what is computed from them. Belongs to the thread
 * that made it.
 */
public final class ClipTextPass implements AutoCloseable {

  private final Execution execution;
  private final Supplier<NDArray> computePooled;
  private final Output penultimate;
  private Optional<Output> pooled = Optional.empty();

  ClipTextPass(Execution execution, NDArray penultimate, Supplier<NDArray> computePooled) {
    this.execution = execution;
    this.computePooled = computePooled;
    this.penultimate = Output.of(penultimate);
  }

  /** A block's output, and the leaf that others compute from in its place. */
  private record Output(NDArray computed, NDArray leaf) {

    static Output of(NDArray computed) {
      return new Output(computed, Autograd.leaf(computed, true));
    }

    Optional<OutputGradient> gradient() {
      return Autograd.gradient(leaf).map(gradient -> new OutputGradient(computed, gradient));
    }
  }

  /** [B, tokens, features], what goes into the last layer: a leaf that requires gradients. */
  public NDArray penultimate() {
    return penultimate.leaf();
  }

  /**
   * [B, features], of the text's end, normalized, and projected where the model does so: a leaf
   * that requires gradients. Computed when first asked for.
   */
  public NDArray pooled() {
    if (pooled.isEmpty()) {
      pooled = Optional.of(Output.of(computePooled.get()));
    }
    return pooled.get().leaf();
  }

  /**
   * Passes on the gradients that have reached {@link #penultimate()} and {@link #pooled()}: those
   * of the adapters add up in their leaves. Once a pass.
   */
  public void backward() {
    List<OutputGradient> gradients =
        Stream.concat(Stream.of(penultimate), pooled.stream())
            .flatMap(output -> output.gradient().stream())
            .toList();
    if (!gradients.isEmpty()) {
      execution.backward(gradients);
    }
    gradients.forEach(each -> each.gradient().close());
  }

  /** Frees what the pass still holds, the outputs included. */
  @Override
  public void close() {
    execution.close();
  }
}
