package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.ScriptMethod;
import io.baton.sdxl.torch.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Prodigy (Mishchenko, Defazio, "Prodigy: an expeditiously adaptive parameter-free learner", 2023),
 * with the formulas of the authors' {@code prodigyopt}: Adam whose learning rate is multiplied by
 * an estimate d of the distance to the solution, which grows as the run learns it.
 *
 * <p>With k steps taken and {@code dlr = d·lr·√(1-β2^(k+1))/(1-β1^(k+1))}: {@code N = β3·N +
 * Σ(d/d0)·dlr·<g, p0-p>}; {@code m = β1·m + d(1-β1)·g}; {@code v = β2·v + d²(1-β2)·g²}; {@code s =
 * β3·s + (d/d0)·d·g}; {@code d̂ = N / Σ|s|}; then, with the new d in the last term alone, {@code p
 * -= wd·dlr·p}; {@code p -= dlr·m / (√v + d·ε)}. The estimate is one for all groups, so they share
 * a learning rate. A step whose learning rate is 0 changes nothing.
 */
public final class Prodigy implements Optimizer {

  // c: wd (coupled), d(1-β1), d²(1-β2), factor of g in s
  private static final String GATHER =
      """
      %1$storch.add_(torch.mul_(m, %2$s), torch.mul(g, torch.select(c, 0, 1)))
      torch.add_(torch.mul_(v, %3$s), torch.mul(torch.mul(g, g), torch.select(c, 0, 2)))
      torch.add_(torch.mul_(s, %4$s), torch.mul(g, torch.select(c, 0, 3)))
      dot = torch.sum(torch.mul(g, torch.sub(p0, p)))
      return torch.stack([dot, torch.sum(torch.abs(s))])
      """;

  private static final String COUPLED_DECAY =
      "torch.add_(g, torch.mul(p, torch.select(c, 0, 0)))\n";

  // c: 1 - wd·dlr, d·ε, dlr
  private static final String APPLY =
      """
      torch.mul_(p, torch.select(c, 0, 0))
      d = torch.add_(torch.sqrt(v), torch.select(c, 0, 1))
      return torch.sub_(p, torch.mul_(torch.div(m, d, out=d), torch.select(c, 0, 2)))
      """;

  private final ProdigyConfig config;
  private final NDManager manager;
  private final ScriptModule script;
  private final List<Memory> groups = new ArrayList<>();
  private final StateScalar stepSize;
  private final StateScalar largestStepSize;
  private final StateScalar numerator = new StateScalar("prodigy.d_numerator", 0);
  private final StateScalar taken = new StateScalar("prodigy.k", 0);

  /**
   * @param parent a manager on the parameters' device
   * @param groups with the values that the run starts from, even where it goes on from a checkpoint
   *     afterwards
   */
  public Prodigy(NDManager parent, ProdigyConfig config, List<ParameterGroup> groups) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.script = ScriptModule.compile(manager, methods(config));
    this.stepSize = new StateScalar("prodigy.d", config.initialStepSize());
    this.largestStepSize = new StateScalar("prodigy.d_max", config.initialStepSize());
    try (GradMode off = GradMode.disabled()) {
      for (ParameterGroup group : groups) {
        this.groups.add(Memory.of(group, manager));
      }
    }
  }

  private static List<ScriptMethod> methods(ProdigyConfig config) {
    return List.of(
        new ScriptMethod(
            "gather",
            "p: Tensor, g: Tensor, m: Tensor, v: Tensor, s: Tensor, p0: Tensor, c: Tensor",
            GATHER.formatted(
                config.decouple() ? "" : COUPLED_DECAY,
                config.beta1(),
                config.beta2(),
                config.beta3())),
        new ScriptMethod("apply", "p: Tensor, m: Tensor, v: Tensor, c: Tensor", APPLY));
  }

  /** d, by which learning rates are multiplied. */
  public double stepSize() {
    return stepSize.get();
  }

  @Override
  public void step(List<NDArray> gradients, double[] learningRates, long step) {
    double rate = learningRates[0];
    for (double each : learningRates) {
      if (each != rate) {
        throw new IllegalArgumentException("Prodigy's groups share one learning rate");
      }
    }
    if (rate == 0) {
      return;
    }
    double d = stepSize.get();
    double effective = d * rate * biasCorrection();
    try (GradMode off = GradMode.disabled();
        NDManager scope = manager.newSubManager()) {
      double delta = 0;
      double denominator = 0;
      double share = d / config.initialStepSize();
      double weight = share * (config.safeguardWarmup() ? d : effective);
      for (int i = 0; i < groups.size(); i++) {
        double[] sums = gather(scope, groups.get(i), gradients.get(i), d, weight);
        delta += share * effective * sums[0];
        denominator += sums[1];
      }
      if (denominator == 0) {
        return;
      }
      numerator.set(numerator.get() * config.beta3() + delta);
      estimate(numerator.get() / denominator);
      for (Memory memory : groups) {
        apply(scope, memory, effective);
      }
    }
    taken.set(taken.get() + 1);
  }

  /** <g, p0-p> and Σ|s|; a part at a time, and 64-bit from part to part. */
  private double[] gather(
      NDManager scope, Memory memory, NDArray gradients, double d, double weight) {
    NDArray constants =
        scope.create(
            new float[] {
              (float) memory.group().weightDecay(),
              (float) (d * (1 - config.beta1())),
              (float) (d * d * (1 - config.beta2())),
              (float) weight
            });
    NDList sums = new NDList();
    for (Chunk chunk : memory.chunks()) {
      Shape shape = chunk.parameters().getShape();
      try (NDArray part = FlatView.of(scope, gradients, chunk.offset(), shape)) {
        NDArray[] tensors = {
          chunk.parameters(),
          part,
          chunk.first(),
          chunk.second(),
          chunk.sum(),
          chunk.start(),
          constants
        };
        sums.add(script.call(scope, "gather", (Object[]) tensors));
      }
    }
    double[] total = new double[2];
    float[] parts = NDArrays.concat(sums, 0).toFloatArray();
    for (int i = 0; i < parts.length; i++) {
      total[i % 2] += parts[i];
    }
    return total;
  }

  private void apply(NDManager scope, Memory memory, double effective) {
    double decay = config.decouple() ? memory.group().weightDecay() : 0;
    NDArray constants =
        scope.create(
            new float[] {
              (float) (1 - decay * effective),
              (float) (stepSize.get() * config.epsilon()),
              (float) effective
            });
    for (Chunk chunk : memory.chunks()) {
      script
          .call(scope, "apply", chunk.parameters(), chunk.first(), chunk.second(), constants)
          .close();
    }
  }

  private double biasCorrection() {
    if (!config.biasCorrection()) {
      return 1;
    }
    double next = taken.get() + 1;
    return StrictMath.sqrt(1 - StrictMath.pow(config.beta2(), next))
        / (1 - StrictMath.pow(config.beta1(), next));
  }

  private void estimate(double estimated) {
    // The growth rate is not limited.
    largestStepSize.set(Math.max(largestStepSize.get(), estimated));
    stepSize.set(largestStepSize.get());
  }

  @Override
  public OptimizerState state() {
    List<StateTensors> tensors = new ArrayList<>();
    for (Memory memory : groups) {
      List<TensorSlice> slices = memory.group().tensors();
      tensors.add(new StateTensors(AdamW.FIRST_MOMENT, memory.first(), slices));
      tensors.add(new StateTensors(AdamW.SECOND_MOMENT, memory.second(), slices));
      tensors.add(new StateTensors("s", memory.sum(), slices));
      tensors.add(new StateTensors("p0", memory.start(), slices));
    }
    return new OptimizerState(tensors, List.of(stepSize, largestStepSize, numerator, taken));
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }

  /** m, v, s and p0, [n] each. */
  private record Memory(
      ParameterGroup group,
      NDArray first,
      NDArray second,
      NDArray sum,
      NDArray start,
      List<Chunk> chunks) {

    static Memory of(ParameterGroup group, NDManager owner) {
      NDArray parameters = group.parameters();
      NDArray first = parameters.zerosLike();
      NDArray second = parameters.zerosLike();
      NDArray sum = parameters.zerosLike();
      NDArray start = parameters.duplicate();
      owner.attachAll(first, second, sum, start);
      List<Chunk> chunks = new ArrayList<>();
      int size = Math.toIntExact(parameters.size());
      for (int from = 0; from < size; from += AdamW.CHUNK) {
        Shape shape = new Shape(Math.min(AdamW.CHUNK, size - from));
        chunks.add(
            new Chunk(
                from,
                FlatView.of(owner, parameters, from, shape),
                FlatView.of(owner, first, from, shape),
                FlatView.of(owner, second, from, shape),
                FlatView.of(owner, sum, from, shape),
                FlatView.of(owner, start, from, shape)));
      }
      return new Memory(group, first, second, sum, start, chunks);
    }
  }

  /** Views of what one call updates. */
  private record Chunk(
      int offset, NDArray parameters, NDArray first, NDArray second, NDArray sum, NDArray start) {}
}
