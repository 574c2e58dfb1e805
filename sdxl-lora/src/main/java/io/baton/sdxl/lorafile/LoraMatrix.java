package io.baton.sdxl.lorafile;

import io.baton.sdxl.safetensors.FloatValues;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One tensor of a LoRA, in the type and the bytes that its file has; read when it is asked for.
 *
 * @param type F32, F16, BF16 or F8_E4M3
 * @param shape dimensions, outermost first
 * @param data little-endian, row-major; usually the mapped file
 */
public record LoraMatrix(TensorType type, List<Long> shape, ByteBuffer data) {

  public LoraMatrix {
    shape = List.copyOf(shape);
    data = data.asReadOnlyBuffer();
  }

  /** A matrix of 32-bit floats. */
  public static LoraMatrix of(List<Long> shape, float[] values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return new LoraMatrix(TensorType.F32, shape, data);
  }

  /** Its values, row-major, widened to 32 bits. */
  public float[] floats() {
    return FloatValues.read(data.duplicate().order(ByteOrder.LITTLE_ENDIAN), type)
        .orElseThrow(() -> new IllegalStateException("a LoRA's tensor of type " + type));
  }

  /** The same values under another shape of as many elements. */
  LoraMatrix reshaped(List<Long> other) {
    return new LoraMatrix(type, other, data);
  }

  /**
   * Every value times {@code factor}: in the same type where that loses nothing, else in 32 bits.
   */
  LoraMatrix times(double factor) {
    if (factor == 1) {
      return this;
    }
    float[] values = floats();
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return FloatValues.narrowedExactly(scaled, type)
        .map(bytes -> new LoraMatrix(type, shape, bytes))
        .orElseGet(() -> of(shape, scaled));
  }

  TensorSource named(String name) {
    return new TensorSource(
        name,
        type,
        shape,
        out -> {
          ByteBuffer bytes = data.duplicate();
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        });
  }
}
