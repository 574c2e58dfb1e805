package io.baton.sdxl.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.checkpoint.StateValues;
import io.baton.sdxl.checkpoint.ValuesCopy;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.torch.GradMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A flat tensor whose values a checkpoint keeps. */
record TensorValues(NDArray tensor) implements StateValues {

  @Override
  public TensorType type() {
    DataType type = tensor.getDataType();
    if (type == DataType.FLOAT32) {
      return TensorType.F32;
    }
    if (type == DataType.UINT8) {
      return TensorType.U8;
    }
    throw new IllegalStateException("a checkpoint cannot keep " + type);
  }

  @Override
  public ValuesCopy copy() {
    // DJL's toDevice gives the same memory where the device is the same, whatever it is told.
    try (GradMode off = GradMode.disabled();
        NDArray reachable = tensor.toDevice(Device.cpu(), true)) {
      // Outside the Java heap, and freed when closed.
      NDArray copy = reachable.duplicate();
      copy.detach();
      return new TensorCopy(copy);
    }
  }

  @Override
  public void write(int offset, ByteBuffer values) {
    int length = values.remaining() / type().bytes();
    try (GradMode off = GradMode.disabled();
        NDManager scope = tensor.getManager().newSubManager()) {
      NDArray source = scope.create(values, new Shape(length), tensor.getDataType());
      // Into the same memory; NDArray.set(Buffer) and copyTo would exchange it.
      tensor.set(new NDIndex("%d:%d".formatted(offset, offset + length)), source);
    }
  }

  private record TensorCopy(NDArray values) implements ValuesCopy {

    @Override
    public ByteBuffer bytes() {
      return values.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
      values.close();
    }
  }
}
