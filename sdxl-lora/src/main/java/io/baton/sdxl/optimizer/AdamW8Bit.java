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
 * AdamW whose moments are bytes (Dettmers, Lewis, Shleifer, Zettlemoyer, "8-bit optimizers via
 * block-wise quantization", ICLR 2022), with the formulas that bitsandbytes has for CPUs.
 *
 * <p>A moment is its block's largest magnitude times the value that its byte stands for in a {@link
 * DynamicMap}; blocks are {@value ParameterRun#BLOCK} values of one tensor. A step takes the
 * moments out of their bytes, does what {@link AdamW} does, and rounds them to the nearest bytes.
 * Tensors of fewer than {@value ParameterRun#SMALLEST_QUANTISED} values keep 32-bit moments.
 */
public final class AdamW8Bit implements Optimizer {

  /** Values that are unpacked at a time, so that 32-bit moments of all are never there. */
  private static final int CHUNK = 1024 * ParameterRun.BLOCK;

  // p, g [blocks, n]; bytes m8, v8 [blocks, n]; scales ms, vs [blocks]; c: 1 - lr·wd, √(1-β2ⁿ),
  // lr/(1-β1ⁿ); the tensors of two quantizations
  private static final String STEP =
      """
      m = (self).unpack(m8, ms, mvalues)
      v = (self).unpack(v8, vs, vvalues)
      torch.mul_(p, torch.select(c, 0, 0))
      torch.add_(torch.mul_(m, %1$s), g, alpha=%2$s)
      torch.addcmul_(torch.mul_(v, %3$s), g, g, value=%4$s)
      d = torch.add_(torch.div_(torch.sqrt(v), torch.select(c, 0, 1)), %5$s)
      torch.sub_(p, torch.mul_(torch.div(m, d, out=d), torch.select(c, 0, 2)))
      torch.copy_(m8, (self).pack(m, ms, medges, mguesses))
      torch.copy_(v8, (self).pack(v, vs, vedges, vguesses))
      return p
      """;

  private final AdamWConfig config;
  private final NDManager manager;
  private final ScriptModule script;
  private final List<NDArray> maps;
  private final List<List<Piece>> groups = new ArrayList<>();
  private final List<ParameterGroup> parameters;
  private final OptimizerState state;

  /**
   * @param parent a manager on the parameters' device
   */
  public AdamW8Bit(NDManager parent, AdamWConfig config, List<ParameterGroup> groups) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.parameters = List.copyOf(groups);
    this.script = ScriptModule.compile(manager, methods(config));
    Quantization first = Quantization.of(manager, DynamicMap.signed());
    Quantization second = Quantization.of(manager, DynamicMap.unsigned());
    this.maps =
        List.of(
            first.values(),
            first.edges(),
            first.guesses(),
            second.values(),
            second.edges(),
            second.guesses());
    List<StateTensors> tensors = new ArrayList<>();
    try (GradMode off = GradMode.disabled()) {
      for (ParameterGroup group : groups) {
        List<Piece> pieces = new ArrayList<>();
        for (ParameterRun run : ParameterRun.of(group.tensors())) {
          if (run.quantised()) {
            addQuantised(group, run, pieces, tensors);
          } else {
            addPlain(group, run, pieces, tensors);
          }
        }
        this.groups.add(pieces);
      }
    }
    this.state = new OptimizerState(tensors, List.of());
  }

  private static List<ScriptMethod> methods(AdamWConfig config) {
    List<ScriptMethod> methods = new ArrayList<>(Quantization.methods());
    methods.add(AdamW.method(config));
    methods.add(
        new ScriptMethod(
            "quantised_step",
            "p: Tensor, g: Tensor, m8: Tensor, v8: Tensor, ms: Tensor, vs: Tensor, c: Tensor,"
                + " mvalues: Tensor, medges: Tensor, mguesses: Tensor,"
                + " vvalues: Tensor, vedges: Tensor, vguesses: Tensor",
            AdamW.formatted(STEP, config)));
    return methods;
  }

  private void addPlain(
      ParameterGroup group, ParameterRun run, List<Piece> pieces, List<StateTensors> tensors) {
    NDArray first = zeros(run.length(), DataType.FLOAT32);
    NDArray second = zeros(run.length(), DataType.FLOAT32);
    tensors.add(new StateTensors(AdamW.FIRST_MOMENT, first, run.slices()));
    tensors.add(new StateTensors(AdamW.SECOND_MOMENT, second, run.slices()));
    Shape shape = new Shape(run.length());
    NDArray values = FlatView.of(manager, group.parameters(), run.offset(), shape);
    pieces.add(new Piece("step", run.offset(), shape, values, List.of(first, second), List.of()));
  }

  private void addQuantised(
      ParameterGroup group, ParameterRun run, List<Piece> pieces, List<StateTensors> tensors) {
    List<NDArray> moments = new ArrayList<>();
    for (String name : List.of(AdamW.FIRST_MOMENT, AdamW.SECOND_MOMENT)) {
      NDArray bytes = zeros(run.length(), DataType.UINT8);
      NDArray scales = zeros(ParameterRun.blocks(run.length()), DataType.FLOAT32);
      tensors.add(new StateTensors(name, bytes, run.slices()));
      tensors.add(new StateTensors(name + ".absmax", scales, run.blockSlices()));
      moments.add(bytes);
      moments.add(scales);
    }
    int from = 0;
    while (from < run.length()) {
      Shape shape = chunk(run.length() - from);
      Shape blocks = new Shape(shape.get(0));
      int block = from / ParameterRun.BLOCK;
      NDArray values = FlatView.of(manager, group.parameters(), run.offset() + from, shape);
      List<NDArray> memory =
          List.of(
              FlatView.of(manager, moments.get(0), from, shape),
              FlatView.of(manager, moments.get(2), from, shape),
              FlatView.of(manager, moments.get(1), block, blocks),
              FlatView.of(manager, moments.get(3), block, blocks));
      pieces.add(new Piece("quantised_step", run.offset() + from, shape, values, memory, maps));
      from += (int) shape.size();
    }
  }

  // Whole blocks, as many as are taken at a time, or the last one, which is not whole.
  private static Shape chunk(int left) {
    return left < ParameterRun.BLOCK
        ? new Shape(1, left)
        : new Shape(Math.min(left, CHUNK) / ParameterRun.BLOCK, ParameterRun.BLOCK);
  }

  private NDArray zeros(int length, DataType type) {
    return manager.zeros(new Shape(length), type);
  }

  @Override
  public void step(List<NDArray> gradients, double[] learningRates, long step) {
    try (GradMode off = GradMode.disabled();
        NDManager scope = manager.newSubManager()) {
      for (int i = 0; i < groups.size(); i++) {
        NDArray constants =
            scope.create(
                config.stepConstants(learningRates[i], parameters.get(i).weightDecay(), step));
        for (Piece piece : groups.get(i)) {
          NDArray part = FlatView.of(scope, gradients.get(i), piece.offset(), piece.shape());
          List<Object> arguments = new ArrayList<>(List.of(piece.parameters(), part));
          arguments.addAll(piece.memory());
          arguments.add(constants);
          arguments.addAll(piece.maps());
          script.call(scope, piece.method(), arguments.toArray()).close();
        }
      }
    }
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
   * What one call updates.
   *
   * @param method of the script
   * @param offset of its first parameter in the group
   * @param shape that the method wants of parameters and gradients
   * @param parameters a view of the group's
   * @param memory views that the method wants after the gradients
   * @param maps what it wants at the end
   */
  private record Piece(
      String method,
      int offset,
      Shape shape,
      NDArray parameters,
      List<NDArray> memory,
      List<NDArray> maps) {}
}
