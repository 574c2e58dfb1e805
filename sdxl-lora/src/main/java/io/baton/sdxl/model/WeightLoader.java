package io.baton.sdxl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.torch.TensorCast;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
  private final ComputeType computeType;
  private final TensorCast cast;
  private final String prefix;
  private final Set<String> read;

  private WeightLoader(
      WeightFiles files,
      NDManager manager,
      ComputeType computeType,
      TensorCast cast,
      String prefix,
      Set<String> read) {
    this.files = files;
    this.manager = manager;
    this.computeType = computeType;
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
    return new WeightLoader(files, manager, type, cast, "", new HashSet<>());
  }

  /** The same weights, where {@code prefix} goes before every name that is asked for. */
  public WeightLoader under(String prefix) {
    return new WeightLoader(files, manager, computeType, cast, this.prefix + prefix, read);
  }

  public boolean has(String name) {
    return files.find(prefix + name).isPresent();
  }

  /** The tensor {@code name}, of exactly this shape. */
  public NDArray load(String name, long... shape) {
    return placed(require(name, new Shape(shape)), new Shape(shape));
  }

  /** A matrix, which very old files hold as a 1×1 convolution. */
  public NDArray loadMatrix(String name, long rows, long columns) {
    return placed(requireMatrix(name, rows, columns), new Shape(rows, columns));
  }

  /** Vectors of {@code size} one after the other: those of layers with the same input. */
  public NDArray stackVectors(List<String> names, long size) {
    List<StoredTensor> parts = names.stream().map(name -> require(name, new Shape(size))).toList();
    return stack(parts, new Shape(size), new Shape(size * parts.size()));
  }

  /** Matrices below each other: layers with the same input become one product. */
  public NDArray stackMatrices(List<String> names, long rows, long columns) {
    List<StoredTensor> parts =
        names.stream().map(name -> requireMatrix(name, rows, columns)).toList();
    return stack(parts, new Shape(rows, columns), new Shape(rows * parts.size(), columns));
  }

  private StoredTensor requireMatrix(String name, long rows, long columns) {
    return require(name, new Shape(rows, columns), new Shape(rows, columns, 1, 1));
  }

  private StoredTensor require(String name, Shape... accepted) {
    String full = prefix + name;
    StoredTensor tensor = files.find(full).orElseThrow(() -> missing(full));
    Shape found = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    if (!List.of(accepted).contains(found)) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "Tensor '%s' in %s has shape %s where the configuration asks for %s."
              .formatted(
                  full, tensor.path(), tensor.shape(), Arrays.toString(accepted[0].getShape())));
    }
    read.add(full);
    return tensor;
  }

  private NDArray placed(StoredTensor source, Shape shape) {
    // DJL cannot make a tensor of a mapped file in bfloat16.
    if (!manager.getDevice().isGpu()
        && computeType == ComputeType.BFLOAT16
        && source.type() == TensorType.BF16) {
      return readTogether(List.of(source), shape);
    }
    return cast.apply(stored(source, shape));
  }

  private NDArray stack(List<StoredTensor> parts, Shape part, Shape whole) {
    if (!manager.getDevice().isGpu()
        && parts.stream().allMatch(source -> isComputedIn(source.type()))) {
      return readTogether(parts, whole);
    }
    NDList tensors = new NDList();
    parts.forEach(source -> tensors.add(placed(source, part)));
    NDArray all = NDArrays.concat(tensors, 0);
    tensors.forEach(NDArray::close);
    return all;
  }

  private boolean isComputedIn(TensorType type) {
    return computeType == ComputeType.FLOAT32 && type == TensorType.F32
        || computeType == ComputeType.FLOAT16 && type == TensorType.F16
        || computeType == ComputeType.BFLOAT16 && type == TensorType.BF16;
  }

  // Straight into the tensor's memory: mapped parts would weigh on the process until collected.
  private NDArray readTogether(List<StoredTensor> parts, Shape whole) {
    NDArray all = cast.allocate(manager, whole);
    ByteBuffer memory = all.toByteBuffer(true);
    for (StoredTensor source : parts) {
      int length = source.byteLength();
      source.read(memory.slice(memory.position(), length));
      memory.position(memory.position() + length);
    }
    return all;
  }

  private NDArray stored(StoredTensor tensor, Shape shape) {
    TensorType type = tensor.type();
    if (type == TensorType.F32 || type == TensorType.F16) {
      Optional<ByteBuffer> mapped = tensor.mapped();
      if (mapped.isPresent()
          && mapped.get().hasRemaining()
          && mapped.get().alignmentOffset(0, type.bytes()) == 0) {
        DataType dataType = type == TensorType.F32 ? DataType.FLOAT32 : DataType.FLOAT16;
        return manager.create(mapped.get(), shape, dataType);
      }
    }
    return manager.create(tensor.floats(), shape);
  }

  private TrainingFailure missing(String name) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "The weights in %s lack the tensor '%s'; is their configuration that of another model?"
            .formatted(files.place(), name));
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
              .formatted(files.place(), rest.first()));
    }
  }

  @Override
  public void close() {
    cast.close();
    files.close();
  }
}
