package io.baton.sdxl.checkpoint;

import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values in plain memory. */
record ArrayValues(TensorType type, ByteBuffer bytes) implements StateValues {

  static ArrayValues of(float... floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return new ArrayValues(TensorType.F32, bytes);
  }

  @Override
  public ValuesCopy copy() {
    ByteBuffer copied = ByteBuffer.wrap(bytes.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
    return new ValuesCopy() {
      @Override
      public ByteBuffer bytes() {
        return copied;
      }

      @Override
      public void close() {
        // The collector frees it.
      }
    };
  }

  @Override
  public void write(int offset, ByteBuffer values) {
    bytes.put(offset * type.bytes(), values, 0, values.remaining());
  }
}
