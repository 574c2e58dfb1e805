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
  private final NDArray parameters;
  private final Map<String, LoraLayer> layers = new LinkedHashMap<>();

  private LoraAdapters(LoraConfig config, NDManager manager, NDArray parameters) {
    this.config = config;
    this.manager = manager;
    this.parameters = parameters;
  }

  /**
   * Adapters of {@code projections}, all values 0.
   *
   * @param parent a manager on the model's device
   */
  public static LoraAdapters create(
      NDManager parent, LoraConfig config, List<LinearProjection> projections) {
    int size = 0;
    for (LinearProjection projection : projections) {
      int features = Math.addExact(projection.inFeatures(), projection.outFeatures());
      size = Math.addExact(size, Math.multiplyExact(config.rank(), features));
    }
    NDManager manager = parent.newSubManager();
    LoraAdapters adapters =
        new LoraAdapters(config, manager, manager.zeros(new Shape(size), DataType.FLOAT32));
    int offset = 0;
    for (LinearProjection projection : projections) {
      offset = adapters.add(projection, offset);
    }
    return adapters;
  }

  private int add(LinearProjection projection, int downOffset) {
    int rank = config.rank();
    int upOffset = downOffset + rank * projection.inFeatures();
    int end = upOffset + rank * projection.outFeatures();
    LoraLayer layer =
        new LoraLayer(
            projection,
            leaf(downOffset, upOffset, new Shape(rank, projection.inFeatures())),
            leaf(upOffset, end, new Shape(projection.outFeatures(), rank)),
            config.scale(),
            downOffset,
            upOffset);
    if (layers.put(layer.name(), layer) != null) {
      throw new IllegalArgumentException("two projections are named " + layer.name());
    }
    return end;
  }

  private NDArray leaf(int from, int to, Shape shape) {
    try (GradMode off = GradMode.disabled();
        NDArray slice = parameters.get(new NDIndex("%d:%d".formatted(from, to)));
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
   * All values, flat [n]: layer 0's down, its up, layer 1's down, … Updating this tensor in place,
   * gradients off, updates the layers.
   */
  public NDArray parameters() {
    return parameters;
  }

  /**
   * The gradients that have added up, flat [n], in the order of {@link #parameters()}; 0 where none
   * arrived.
   */
  public NDArray gradients(NDManager into) {
    try (GradMode off = GradMode.disabled();
        NDManager scope = into.newSubManager()) {
      NDList flat = new NDList(2 * layers.size());
      for (LoraLayer layer : layers.values()) {
        flat.add(flatGradient(layer.down(), scope));
        flat.add(flatGradient(layer.up(), scope));
      }
      NDArray gradients = NDArrays.concat(flat, 0);
      gradients.attach(into);
      return gradients;
    }
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
    for (LoraLayer layer : layers.values()) {
      for (NDArray leaf : List.of(layer.down(), layer.up())) {
        Autograd.zeroGradient(leaf);
      }
    }
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
    manager.close();
  }
}
