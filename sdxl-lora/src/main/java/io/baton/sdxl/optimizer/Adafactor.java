package io.baton.sdxl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.ScriptMethod;
import io.baton.sdxl.torch.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Adafactor (Shazeer, Stern, "Adafactor: adaptive learning rates with sublinear memory cost", ICML
 * 2018) with a learning rate from outside and without first moment: transformers' Adafactor with
 * {@code relative_step=False, scale_parameter=False}.
 *
 * <p>Step n, counted from 1, with {@code β = 1 - nᶜ} and {@code q = g² + ε}: a matrix keeps {@code
 * r = β·r + (1-β)·mean over columns of q} and {@code c = β·c + (1-β)·mean over rows of q}, and
 * {@code u = g·√(mean(r)/r)·√(1/c)}; a vector keeps {@code v = β·v + (1-β)·q}, and {@code u =
 * g/√v}; then {@code u /= max(1, rms(u)/threshold)}, {@code p -= lr·wd·p}, {@code p -= lr·u}.
 */
public final class Adafactor implements Optimizer {

  private static final String ROW = "exp_avg_sq_row";
  private static final String COLUMN = "exp_avg_sq_col";

  // Of k matrices of the same shape, [k, rows, columns]; c: β, 1-β, 1 - lr·wd, lr
  private static final String MATRICES =
      """
      q = torch.add_(torch.mul(g, g), %1$s)
      torch.add_(torch.mul_(r, torch.select(c, 0, 0)), torch.mul_(torch.mean(q, [2]), torch.select(c, 0, 1)))
      torch.add_(torch.mul_(l, torch.select(c, 0, 0)), torch.mul_(torch.mean(q, [1]), torch.select(c, 0, 1)))
      rf = torch.unsqueeze(torch.rsqrt_(torch.div(r, torch.mean(r, [1], True))), 2)
      u = torch.mul_(torch.mul(rf, torch.unsqueeze(torch.rsqrt(l), 1)), g)
      rms = torch.sqrt(torch.mean(torch.mul(u, u, out=q), [1, 2], True))
      torch.div_(u, torch.clamp_(torch.div(rms, %2$s), 1))
      torch.mul_(p, torch.select(c, 0, 2))
      return torch.sub_(p, torch.mul_(u, torch.select(c, 0, 3)))
      """;

  // Of k vectors of the same length, [k, n].
  private static final String VECTORS =
      """
      q = torch.add_(torch.mul(g, g), %1$s)
      torch.add_(torch.mul_(v, torch.select(c, 0, 0)), torch.mul_(q, torch.select(c, 0, 1)))
      u = torch.mul_(torch.rsqrt(v), g)
      rms = torch.sqrt(torch.mean(torch.mul(u, u, out=q), [1], True))
      torch.div_(u, torch.clamp_(torch.div(rms, %2$s), 1))
      torch.mul_(p, torch.select(c, 0, 2))
      return torch.sub_(p, torch.mul_(u, torch.select(c, 0, 3)))
      """;

  private final AdafactorConfig config;
  private final NDManager manager;
  private final ScriptModule script;
  private final List<ParameterGroup> groups;
  private final List<List<Factors>> factors = new ArrayList<>();
  private final OptimizerState state;

  /**
   * @param parent a manager on the parameters' device
   */
  public Adafactor(NDManager parent, AdafactorConfig config, List<ParameterGroup> groups) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.groups = List.copyOf(groups);
    this.script =
        ScriptModule.compile(
            manager,
            List.of(
                new ScriptMethod(
                    "matrices",
                    "p: Tensor, g: Tensor, r: Tensor, l: Tensor, c: Tensor",
                    MATRICES.formatted(config.epsilon(), config.clipThreshold())),
                new ScriptMethod(
                    "vectors",
                    "p: Tensor, g: Tensor, v: Tensor, c: Tensor",
                    VECTORS.formatted(config.epsilon(), config.clipThreshold()))));
    try (GradMode off = GradMode.disabled()) {
      for (ParameterGroup group : groups) {
        factors.add(
            EqualTensors.of(group.tensors()).stream()
                .map(tensors -> factors(group, tensors))
                .toList());
      }
      state = new OptimizerState(stateTensors(), List.of());
    }
  }

  private Factors factors(ParameterGroup group, EqualTensors tensors) {
    NDArray parameters = stack(manager, group.parameters(), tensors);
    Shape shape = tensors.stacked();
    return tensors.areMatrices()
        ? new Factors(
            tensors,
            parameters,
            List.of(zeros(shape.get(0), shape.get(1)), zeros(shape.get(0), shape.get(2))))
        : new Factors(tensors, parameters, List.of(zeros(shape.get(0), shape.get(1))));
  }

  private NDArray zeros(long number, long length) {
    return manager.zeros(new Shape(number, length), DataType.FLOAT32);
  }

  private static NDArray stack(NDManager owner, NDArray flat, EqualTensors tensors) {
    return FlatView.of(owner, flat, tensors.offset(), tensors.stacked());
  }

  @Override
  public void step(List<NDArray> gradients, double[] learningRates, long step) {
    double kept = 1 - StrictMath.pow(step, config.decayRate());
    try (GradMode off = GradMode.disabled();
        NDManager scope = manager.newSubManager()) {
      for (int i = 0; i < groups.size(); i++) {
        double rate = learningRates[i];
        double decay = groups.get(i).weightDecay();
        float[] constants = {
          (float) kept, (float) (1 - kept), (float) (1 - rate * decay), (float) rate
        };
        NDArray shared = scope.create(constants);
        for (Factors each : factors.get(i)) {
          step(scope, each, stack(scope, gradients.get(i), each.tensors()), shared);
        }
      }
    }
  }

  private void step(NDManager scope, Factors factors, NDArray gradients, NDArray constants) {
    List<Object> arguments = new ArrayList<>(List.of(factors.parameters(), gradients));
    arguments.addAll(factors.memory());
    arguments.add(constants);
    String method = factors.tensors().areMatrices() ? "matrices" : "vectors";
    script.call(scope, method, arguments.toArray()).close();
  }

  private List<StateTensors> stateTensors() {
    List<StateTensors> tensors = new ArrayList<>();
    for (Factors each : factors.stream().flatMap(List::stream).toList()) {
      List<String> names =
          each.tensors().areMatrices() ? List.of(ROW, COLUMN) : List.of(AdamW.SECOND_MOMENT);
      for (int i = 0; i < names.size(); i++) {
        NDArray memory = each.memory().get(i);
        List<TensorSlice> slices = each.tensors().rowsOf(memory.getShape().get(1));
        tensors.add(new StateTensors(names.get(i), memory.reshape(-1), slices));
      }
    }
    return tensors;
  }

  @Override
  public OptimizerState state() {
    return state;
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }

  /**
   * What is kept of adjoining tensors.
   *
   * @param parameters [k, …], a view of the group's
   * @param memory r [k, rows] and c [k, columns], or v [k, n]
   */
  private record Factors(EqualTensors tensors, NDArray parameters, List<NDArray> memory) {}
}
