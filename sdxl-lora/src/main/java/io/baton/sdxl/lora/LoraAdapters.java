package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The adapters of one model, which are all that is trained.
 *
 * <p>Their values lie one behind the other in one tensor, of which each layer's matrices are views:
 * an optimizer updates them all with a few operations. They are 32-bit whatever the model computes
 * in: half-precision weights are too coarse to take small steps.
 */
public final class LoraAdapters implements AutoCloseable {

  private final LoraConfig config;
  private final NDManager manager;
  private final LoraPlan plan;
  private final NDArray parameters;
  private final Optional<DropoutKeys> dropoutKeys;
  private final Optional<RowNorms> rowNorms;
  private final Map<String, LoraLayer> layers = new LinkedHashMap<>();

  private LoraAdapters(LoraConfig config, NDManager manager, LoraPlan plan) {
    this.config = config;
    this.manager = manager;
    this.plan = plan;
    this.parameters = manager.zeros(new Shape(plan.size()), DataType.FLOAT32);
    this.dropoutKeys =
        config.dropout() > 0
            ? Optional.of(new DropoutKeys(manager, plan.projections().size()))
            : Optional.empty();
    this.rowNorms = config.dora() ? Optional.of(RowNorms.compile(manager)) : Optional.empty();
    for (int i = 0; i < plan.projections().size(); i++) {
      LoraLayer layer = layer(i);
      if (layers.put(layer.name(), layer) != null) {
        throw new IllegalArgumentException("two projections are named " + layer.name());
      }
    }
  }

  /**
   * Adapters of {@code projections}, all values 0.
   *
   * @param parent a manager on the model's device
   */
  public static LoraAdapters create(
      NDManager parent, LoraConfig config, List<LinearProjection> projections) {
    LoraPlan plan = new LoraPlan(config, projections);
    return new LoraAdapters(config, parent.newSubManager(), plan);
  }

  private LoraLayer layer(int index) {
    LinearProjection projection = plan.projections().get(index);
    int rank = config.rank();
    return new LoraLayer(
        projection,
        leaf(plan.downOffset(index), new Shape(rank, projection.inFeatures())),
        leaf(plan.upOffset(index), new Shape(projection.outFeatures(), rank)),
        config.dora() ? Optional.of(magnitude(index, projection)) : Optional.empty(),
        dropoutKeys.map(keys -> new LoraLayer.Dropout(config.dropout(), keys.key(index))),
        config.scale(),
        plan.downOffset(index),
        plan.upOffset(index));
  }

  private LoraLayer.Magnitude magnitude(int index, LinearProjection projection) {
    Shape shape = new Shape(projection.outFeatures());
    int offset = plan.magnitudeOffset(index);
    return new LoraLayer.Magnitude(
        leaf(offset, shape), manager.zeros(shape, DataType.FLOAT32), offset);
  }

  private NDArray leaf(int from, Shape shape) {
    try (GradMode off = GradMode.disabled();
        NDArray slice = parameters.get(range(from, Math.toIntExact(shape.size())));
        NDArray view = slice.reshape(shape)) {
      return Autograd.leaf(view, true);
    }
  }

  public LoraConfig config() {
    return config;
  }

  /** In the order in which they were asked for, which is also that of {@link #parameters()}. */
  public List<LoraLayer> layers() {
    return List.copyOf(layers.values());
  }

  public Optional<LoraLayer> layer(String name) {
    return Optional.ofNullable(layers.get(name));
  }

  /**
   * All values, flat [n]: the downs of layer 0, 1, …, then the ups, then DoRA's magnitudes.
   * Updating this tensor in place, gradients off, updates the layers.
   */
  public NDArray parameters() {
    return parameters;
  }

  /** Where the ups begin in {@link #parameters()}, and the downs end. */
  public int firstUp() {
    return plan.firstUp();
  }

  /** Where the magnitudes begin, and the ups end; the end of all without DoRA. */
  public int firstMagnitude() {
    return plan.firstMagnitude();
  }

  /**
   * The gradients that have added up, flat [n], in the order of {@link #parameters()}; 0 where none
   * arrived.
   */
  public NDArray gradients(NDManager into) {
    try (GradMode off = GradMode.disabled();
        NDManager scope = into.newSubManager()) {
      NDList flat = new NDList();
      leaves().forEach(leaf -> flat.add(flatGradient(leaf, scope)));
      NDArray gradients = NDArrays.concat(flat, 0);
      gradients.attach(into);
      return gradients;
    }
  }

  // In the order of the parameters.
  private Stream<NDArray> leaves() {
    return Stream.of(
            layers.values().stream().map(LoraLayer::down),
            layers.values().stream().map(LoraLayer::up),
            layers.values().stream()
                .flatMap(layer -> layer.magnitude().stream())
                .map(LoraLayer.Magnitude::values))
        .flatMap(part -> part);
  }

  private static NDArray flatGradient(NDArray leaf, NDManager scope) {
    Optional<NDArray> gradient = Autograd.gradient(leaf);
    gradient.ifPresent(found -> found.attach(scope));
    return gradient
        .map(found -> found.reshape(-1))
        .orElseGet(() -> scope.zeros(new Shape(leaf.size()), DataType.FLOAT32));
  }

  /** Sets the gradients that have added up to 0. */
  public void zeroGradients() {
    leaves().forEach(Autograd::zeroGradient);
  }

  /**
   * Draws what the adapters do not see in a micro-step; nothing where they have no dropout. A block
   * that is computed twice in a micro-step is computed with the same.
   *
   * @param firstRow of the {@link io.baton.sdxl.random.Purpose#DROPOUT} stream that is this model's
   */
  public void drawDropout(long seed, long microStep, int firstRow) {
    dropoutKeys.ifPresent(keys -> keys.draw(seed, microStep, firstRow));
  }

  /** Tells DoRA the frozen weight, [out, in], of a layer, if there is a layer of that name. */
  void measure(String name, NDArray weight) {
    layer(name)
        .flatMap(LoraLayer::magnitude)
        .ifPresent(magnitude -> rowNorms.orElseThrow().square(weight, magnitude.squaredNorms()));
  }

  /**
   * Sets DoRA's magnitudes, where there are any, to the L2 norms of the rows of the frozen weights,
   * with which the adapters change nothing as long as their ups are 0. They must be attached.
   */
  public void resetMagnitudes() {
    try (GradMode off = GradMode.disabled()) {
      for (LoraLayer layer : layers.values()) {
        if (layer.magnitude().isPresent()) {
          LoraLayer.Magnitude magnitude = layer.magnitude().get();
          NDIndex slice = range(magnitude.offset(), layer.projection().outFeatures());
          try (NDArray norms = magnitude.squaredNorms().sqrt()) {
            parameters.set(slice, norms);
          }
        }
      }
    }
  }

  private static NDIndex range(int from, int length) {
    return new NDIndex("%d:%d".formatted(from, from + length));
  }

  /** A copy of all values, in the order of {@link #parameters()}. */
  public float[] values() {
    return parameters.toFloatArray();
  }

  /** Replaces all values, in the order of {@link #parameters()}. */
  public void setValues(float[] values) {
    if (values.length != parameters.size()) {
      throw new IllegalArgumentException(
          "%d values for %d parameters".formatted(values.length, parameters.size()));
    }
    try (GradMode off = GradMode.disabled();
        NDArray source = manager.create(values)) {
      // Into the same memory; NDArray.set(Buffer) and copyTo would exchange it.
      parameters.set(new NDIndex(":"), source);
    }
  }

  @Override
  public void close() {
    rowNorms.ifPresent(RowNorms::close);
    manager.close();
  }
}
