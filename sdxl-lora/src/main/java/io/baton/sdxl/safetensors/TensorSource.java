package io.baton.sdxl.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Objects;

/**
 * A tensor to be written.
 *
 * @param name unique in the file, not {@code __metadata__}
 * @param type of the elements
 * @param shape dimensions, outermost first; empty for a scalar
 * @param content writes exactly the bytes that type and shape ask for, little-endian, row-major
 */
public record TensorSource(String name, TensorType type, List<Long> shape, Content content) {

  private static final int CHUNK_ELEMENTS = 1 << 16;

  /** Where a tensor's bytes come from; asked once, while the file is written. */
  public interface Content {

    void writeTo(WritableByteChannel out) throws IOException;
  }

  public TensorSource {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(content, "content");
    shape = List.copyOf(shape);
    if (name.isEmpty() || name.equals("__metadata__")) {
      throw new IllegalArgumentException("'" + name + "' cannot name a tensor");
    }
  }

  long byteLength() {
    return Math.multiplyExact(TensorInfo.elements(shape), type.bytes());
  }

  /** A tensor of 32-bit floats; {@code values} is read when the file is written. */
  public static TensorSource ofFloats(String name, List<Long> shape, float[] values) {
    if (TensorInfo.elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fill shape %s of %s".formatted(values.length, shape, name));
    }
    return new TensorSource(name, TensorType.F32, shape, out -> writeFloats(values, out));
  }

  private static void writeFloats(float[] values, WritableByteChannel out) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.min(values.length, CHUNK_ELEMENTS) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK_ELEMENTS) {
      int count = Math.min(CHUNK_ELEMENTS, values.length - from);
      buffer.clear().limit(count * Float.BYTES);
      buffer.asFloatBuffer().put(values, from, count);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    }
  }
}
