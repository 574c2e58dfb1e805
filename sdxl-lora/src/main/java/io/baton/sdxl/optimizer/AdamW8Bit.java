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
  private static final int CHUNK = 4096 * ParameterRun.BLOCK;

  // Bytes x [blocks, n] to values; scales [blocks], map [256].
  private static final String UNPACK =
      """
      y = torch.reshape(torch.index_select(map, 0, torch.reshape(torch.to(x, 3), [-1])), torch.size(x))
      return torch.mul_(y, torch.unsqueeze(scales, 1))
      """;

  // Values x [blocks, n], which it overwrites, to bytes; middles [255] of the map.
  private static final String PACK =
      """
      torch.copy_(scales, torch.amax(torch.abs(x), [1]))
      torch.div_(x, torch.unsqueeze(torch.clamp_min(scales, 1e-38), 1))
      return torch.bucketize(x, middles, out_int32=True)
      """;

  // p, g [blocks, n]; bytes m8, v8 [blocks, n]; scales ms, vs [blocks]; c: 1 - lr·wd, √(1-β2ⁿ),
  // lr/(1-β1ⁿ)
  private static final String STEP =
      """
      m = (self).unpack(m8, ms, torch.select(maps, 0, 0))
      v = (self).unpack(v8, vs, torch.select(maps, 0, 1))
      torch.mul_(p, torch.select(c, 0, 0))
      torch.add_(torch.mul_(m, %1$s), g, alpha=%2$s)
      torch.addcmul_(torch.mul_(v, %3$s), g, g, value=%4$s)
      d = torch.add_(torch.div_(torch.sqrt(v), torch.select(c, 0, 1)), %5$s)
      torch.sub_(p, torch.mul_(torch.div(m, d, out=d), torch.select(c, 0, 2)))
      torch.copy_(m8, (self).pack(m, ms, torch.select(middles, 0, 0)))
      torch.copy_(v8, (self).pack(v, vs, torch.select(middles, 0, 1)))
      return p
      """;

  private final AdamWConfig config;
  private final NDManager manager;
  private final ScriptModule script;
  private final NDArray maps;
  private final NDArray middles;
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
    float[][] values = {DynamicMap.signed(), DynamicMap.unsigned()};
    this.maps = manager.create(values);
    this.middles =
        manager.create(
            new float[][] {DynamicMap.middles(values[0]), DynamicMap.middles(values[1])});
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
    return List.of(
        new ScriptMethod("unpack", "x: Tensor, scales: Tensor, map: Tensor", UNPACK),
        new ScriptMethod("pack", "x: Tensor, scales: Tensor, middles: Tensor", PACK),
        new ScriptMethod(
            "quantised_step",
            "p: Tensor, g: Tensor, m8: Tensor, v8: Tensor, ms: Tensor, vs: Tensor, c: Tensor,"
                + " maps: Tensor, middles: Tensor",
            AdamW.formatted(STEP, config)),
        AdamW.method(config));
  }

  private void addPlain(
      ParameterGroup group, ParameterRun run, List<Piece> pieces, List<StateTensors> tensors) {
    NDArray first = zeros(run.length(), DataType.FLOAT32);
    NDArray second = zeros(run.length(), DataType.FLOAT32);
    tensors.add(new StateTensors(AdamW.FIRST_MOMENT, first, run.slices()));
    tensors.add(new StateTensors(AdamW.SECOND_MOMENT, second, run.slices()));
    Shape shape = new Shape(run.length());
    NDArray values = FlatView.of(manager, group.parameters(), run.offset(), shape);
    pieces.add(new Piece("step", run.offset(), shape, values, List.of(first, second)));
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
      pieces.add(new Piece("quantised_step", run.offset() + from, shape, values, memory));
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
          if (piece.memory().size() > 2) {
            arguments.add(maps);
            arguments.add(middles);
          }
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
   */
  private record Piece(
      String method, int offset, Shape shape, NDArray parameters, List<NDArray> memory) {}
}
