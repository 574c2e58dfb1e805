package io.baton.sdxl.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Optional;

/** Widening of the smaller floating-point types, and narrowing to them. */
public final class FloatValues {

  private FloatValues() {}

  /** The values in {@code data}, or nothing when {@code type} is not F32, F16, BF16 or F8_E4M3. */
  public static Optional<float[]> read(ByteBuffer data, TensorType type) {
    float[] values = new float[data.remaining() / type.bytes()];
    if (type == TensorType.F32) {
      data.asFloatBuffer().get(values);
      return Optional.of(values);
    }
    if (type == TensorType.F8_E4M3) {
      for (int i = 0; i < values.length; i++) {
        values[i] = fromEighth(data.get(data.position() + i));
      }
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

  /**
   * 1 sign, 4 exponent (bias 7), 3 fraction bits; no infinities, all ones is not a number.
   *
   * <p>Source: Micikevicius et al., "FP8 formats for deep learning", 2022 (E4M3).
   */
  static float fromEighth(byte bits) {
    int exponent = bits >>> 3 & 0xf;
    int fraction = bits & 0x7;
    float magnitude;
    if (exponent == 0xf && fraction == 0x7) {
      magnitude = Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-9f;
    } else {
      magnitude = Float.intBitsToFloat(exponent + 120 << 23 | fraction << 20);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The upper half of an IEEE 754 binary32. */
  static float fromBrainFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** {@code values} in {@code type}, or nothing where that cannot hold each of them exactly. */
  public static Optional<ByteBuffer> narrowedExactly(float[] values, TensorType type) {
    if (type != TensorType.F16 && type != TensorType.BF16) {
      return Optional.empty();
    }
    ByteBuffer data =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      short bits = type == TensorType.F16 ? towardHalf(value) : towardBrainFloat(value);
      float back = type == TensorType.F16 ? fromHalf(bits) : fromBrainFloat(bits);
      if (Float.floatToIntBits(back) != Float.floatToIntBits(value)) {
        return Optional.empty();
      }
      data.putShort(bits);
    }
    return Optional.of(data.flip());
  }

  private static short towardBrainFloat(float value) {
    return (short) (Float.floatToIntBits(value) >>> 16);
  }

  // What does not fit is cut off.
  private static short towardHalf(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x1p16f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) (magnitude * 0x1p24f));
    }
    int bits = Float.floatToIntBits(magnitude);
    return (short) (sign | (bits >>> 23) - 112 << 10 | bits >>> 13 & 0x3ff);
  }

  /** The nearest value of the upper half of an IEEE 754 binary32, ties to even. */
  public static short toBrainFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
