package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.ScriptMethod;
import io.baton.sdxl.torch.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019), with torch's
 * formulas.
 *
 * <p>Step n, counted from 1: {@code p *= 1 - lr·wd}; {@code m = β1·m + (1-β1)·g}; {@code v = β2·v +
 * (1-β2)·g²}; {@code p -= lr/(1-β1ⁿ) · m / (√v/√(1-β2ⁿ) + ε)}.
 */
public final class AdamW implements Optimizer {

  /** Names of the moments in torch's own AdamW. */
  static final String FIRST_MOMENT = "exp_avg";

  static final String SECOND_MOMENT = "exp_avg_sq";

  /**
   * Values that are updated at a time: few enough to stay in a processor's cache from one operation
   * to the next, and enough to keep a GPU busy.
   */
  static final int CHUNK = 1 << 18;

  // c: 1 - lr·wd, √(1-β2ⁿ), lr/(1-β1ⁿ)
  private static final String STEP =
      """
      torch.mul_(p, torch.select(c, 0, 0))
      torch.add_(torch.mul_(m, %1$s), g, alpha=%2$s)
      torch.addcmul_(torch.mul_(v, %3$s), g, g, value=%4$s)
      d = torch.add_(torch.div_(torch.sqrt(v), torch.select(c, 0, 1)), %5$s)
      return torch.sub_(p, torch.mul_(torch.div(m, d, out=d), torch.select(c, 0, 2)))
      """;

  private final AdamWConfig config;
  private final NDManager manager;
  private final ScriptModule script;
  private final List<Moments> groups = new ArrayList<>();

  /**
   * @param parent a manager on the parameters' device
   */
  public AdamW(NDManager parent, AdamWConfig config, List<ParameterGroup> groups) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.script = ScriptModule.compile(manager, List.of(method(config)));
    try (GradMode off = GradMode.disabled()) {
      for (ParameterGroup group : groups) {
        this.groups.add(Moments.of(group, manager));
      }
    }
  }

  static ScriptMethod method(AdamWConfig config) {
    return new ScriptMethod(
        "step", "p: Tensor, g: Tensor, m: Tensor, v: Tensor, c: Tensor", formatted(STEP, config));
  }

  /** A script with its constants: β1, 1-β1, β2, 1-β2, ε. */
  static String formatted(String script, AdamWConfig config) {
    return script.formatted(
        config.beta1(), 1 - config.beta1(), config.beta2(), 1 - config.beta2(), config.epsilon());
  }

  @Override
  public void step(List<NDArray> gradients, double[] learningRates, long step) {
    try (GradMode off = GradMode.disabled();
        NDManager scope = manager.newSubManager()) {
      for (int i = 0; i < groups.size(); i++) {
        Moments moments = groups.get(i);
        float[] constants =
            config.stepConstants(learningRates[i], moments.group().weightDecay(), step);
        step(moments, gradients.get(i), scope.create(constants));
      }
    }
  }

  private void step(Moments moments, NDArray gradients, NDArray constants) {
    for (Chunk chunk : moments.chunks()) {
      Shape shape = chunk.parameters().getShape();
      try (NDArray part = FlatView.of(manager, gradients, chunk.offset(), shape)) {
        NDArray[] tensors = {chunk.parameters(), part, chunk.first(), chunk.second(), constants};
        script.call(manager, "step", (Object[]) tensors).close();
      }
    }
  }

  @Override
  public OptimizerState state() {
    List<StateTensors> tensors = new ArrayList<>();
    for (Moments moments : groups) {
      List<TensorSlice> slices = moments.group().tensors();
      tensors.add(new StateTensors(FIRST_MOMENT, moments.first(), slices));
      tensors.add(new StateTensors(SECOND_MOMENT, moments.second(), slices));
    }
    return new OptimizerState(tensors, List.of());
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }

  /** m and v, [n] each. */
  private record Moments(ParameterGroup group, NDArray first, NDArray second, List<Chunk> chunks) {

    static Moments of(ParameterGroup group, NDManager owner) {
      NDArray first = group.parameters().zerosLike();
      NDArray second = group.parameters().zerosLike();
      owner.attachAll(first, second);
      List<Chunk> chunks = new ArrayList<>();
      int size = Math.toIntExact(group.parameters().size());
      for (int from = 0; from < size; from += CHUNK) {
        Shape shape = new Shape(Math.min(CHUNK, size - from));
        chunks.add(
            new Chunk(
                from,
                FlatView.of(owner, group.parameters(), from, shape),
                FlatView.of(owner, first, from, shape),
                FlatView.of(owner, second, from, shape)));
      }
      return new Moments(group, first, second, chunks);
    }
  }

  /** Views of what one call updates. */
  private record Chunk(int offset, NDArray parameters, NDArray first, NDArray second) {}
}
