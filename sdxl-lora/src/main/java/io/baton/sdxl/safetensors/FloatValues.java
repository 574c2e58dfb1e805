package io.baton.sdxl.safetensors;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Optional;

/** Widening of the 16-bit floating-point types. */
final class FloatValues {

  private FloatValues() {}

  /** The values in {@code data}, or nothing when {@code type} is not F32, F16 or BF16. */
  static Optional<float[]> read(ByteBuffer data, TensorType type) {
    float[] values = new float[data.remaining() / type.bytes()];
    if (type == TensorType.F32) {
      data.asFloatBuffer().get(values);
      return Optional.of(values);
    }
    if (type != TensorType.F16 && type != TensorType.BF16) {
      return Optional.empty();
    }
    ShortBuffer halves = data.asShortBuffer();
    for (int i = 0; i < values.length; i++) {
      short bits = halves.get(i);
      values[i] = type == TensorType.F16 ? fromHalf(bits) : fromBrainFloat(bits);
    }
    return Optional.of(values);
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
  static float fromHalf(short bits) {
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The upper half of an IEEE 754 binary32. */
  static float fromBrainFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
