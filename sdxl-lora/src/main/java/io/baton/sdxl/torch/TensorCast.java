package io.baton.sdxl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Conversion to one floating-point type, also to bfloat16, which DJL cannot make. */
public final class TensorCast implements AutoCloseable {

  private static final int FLOAT16 = 5;
  private static final int FLOAT32 = 6;

  private final ScriptModule module;
  private final int scalarType;

  private TensorCast(ScriptModule module, int scalarType) {
    this.module = module;
    this.scalarType = scalarType;
  }

  /**
   * @param scalarType libtorch's number of the type
   */
  public static TensorCast to(NDManager manager, int scalarType) {
    ScriptMethod cast =
        new ScriptMethod("cast", "x: Tensor", "return torch.to(x, %d)".formatted(scalarType));
    ScriptMethod allocate =
        new ScriptMethod(
            "allocate", "x: Tensor", "return torch.empty_like(x, dtype=%d)".formatted(scalarType));
    return new TensorCast(ScriptModule.compile(manager, List.of(cast, allocate)), scalarType);
  }

  /** Replaces {@code tensor}: closes it and returns it converted, or returns it where it fits. */
  public NDArray apply(NDArray tensor) {
    DataType type = tensor.getDataType();
    if (type == DataType.FLOAT32 && scalarType == FLOAT32
        || type == DataType.FLOAT16 && scalarType == FLOAT16) {
      // Converting to the same type would share the memory, but not keep a mapped file alive.
      return tensor;
    }
    NDArray converted = module.call(tensor.getManager(), "cast", tensor);
    tensor.close();
    return converted;
  }

  /** A tensor of the type on {@code manager}'s device, whose values are yet to be written. */
  public NDArray allocate(NDManager manager, Shape shape) {
    // Never touched, so it takes no memory.
    try (NDArray sized = manager.create(shape, DataType.FLOAT16)) {
      return module.call(manager, "allocate", sized);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
