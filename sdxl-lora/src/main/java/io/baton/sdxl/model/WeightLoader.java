package io.baton.sdxl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.torch.TensorCast;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Turns a component's weights into tensors, holding each to the shape that the architecture asks
 * for.
 *
 * <p>Weights that are on the CPU and in the file's own type stay where they are: the tensor is the
 * mapped file, paged in when first used, and takes no memory of the process.
 */
public final class WeightLoader implements AutoCloseable {

  private final WeightFiles files;
  private final NDManager manager;
  private final TensorCast cast;
  private final String prefix;
  private final Set<String> read;

  private WeightLoader(
      WeightFiles files, NDManager manager, TensorCast cast, String prefix, Set<String> read) {
    this.files = files;
    this.manager = manager;
    this.cast = cast;
    this.prefix = prefix;
    this.read = read;
  }

  /**
   * A loader that owns {@code files}.
   *
   * @param manager on the weights' device; owns the tensors
   */
  public static WeightLoader of(WeightFiles files, NDManager manager, ComputeType type) {
    TensorCast cast = TensorCast.to(manager, type.scalarType());
    return new WeightLoader(files, manager, cast, "", new HashSet<>());
  }

  /** The same weights, where {@code prefix} goes before every name that is asked for. */
  public WeightLoader under(String prefix) {
    return new WeightLoader(files, manager, cast, this.prefix + prefix, read);
  }

  public boolean has(String name) {
    return files.fileOf(prefix + name).isPresent();
  }

  /** The tensor {@code name}, of exactly this shape. */
  public NDArray load(String name, long... shape) {
    return load(prefix + name, new Shape(shape), List.of(new Shape(shape)));
  }

  /** A matrix, which very old files hold as a 1×1 convolution. */
  public NDArray loadMatrix(String name, long rows, long columns) {
    Shape shape = new Shape(rows, columns);
    return load(prefix + name, shape, List.of(shape, new Shape(rows, columns, 1, 1)));
  }

  private NDArray load(String name, Shape shape, List<Shape> accepted) {
    SafetensorsFile file = files.fileOf(name).orElseThrow(() -> missing(name));
    TensorInfo tensor = file.tensors().get(name);
    Shape found = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    if (!accepted.contains(found)) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "Tensor '%s' in %s has shape %s where the configuration asks for %s."
              .formatted(name, file.path(), tensor.shape(), Arrays.toString(shape.getShape())));
    }
    read.add(name);
    return cast.apply(stored(file, tensor, shape));
  }

  private NDArray stored(SafetensorsFile file, TensorInfo tensor, Shape shape) {
    TensorType type = tensor.type();
    if (type == TensorType.F32 || type == TensorType.F16) {
      ByteBuffer mapped = file.data(tensor.name());
      if (mapped.hasRemaining() && mapped.alignmentOffset(0, type.bytes()) == 0) {
        DataType dataType = type == TensorType.F32 ? DataType.FLOAT32 : DataType.FLOAT16;
        return manager.create(mapped, shape, dataType);
      }
    }
    return manager.create(file.floats(tensor.name()), shape);
  }

  private TrainingFailure missing(String name) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "The weights in %s lack the tensor '%s'; is their configuration that of another model?"
            .formatted(files.folder(), name));
  }

  /** Tensors below each other, as one: projections of the same input become one product. */
  public NDArray stack(List<NDArray> tensors) {
    NDArray all = NDArrays.concat(new NDList(tensors), 0);
    tensors.forEach(NDArray::close);
    return all;
  }

  /**
   * Refuses weights of which some were never asked for: they belong to another architecture.
   *
   * @param meaningless names that old files carry for no purpose
   */
  public void requireAllRead(String... meaningless) {
    SortedSet<String> rest = files.names();
    rest.removeAll(read);
    Arrays.asList(meaningless).forEach(rest::remove);
    if (!rest.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "The weights in %s have the tensor '%s', which their configuration does not explain."
              .formatted(files.folder(), rest.first()));
    }
  }

  @Override
  public void close() {
    cast.close();
    files.close();
  }
}
