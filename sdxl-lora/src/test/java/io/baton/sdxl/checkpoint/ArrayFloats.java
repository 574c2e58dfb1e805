package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.FlatFloats;
import java.util.Arrays;

/** Values in plain memory. */
record ArrayFloats(float[] values) implements FlatFloats {

  @Override
  public float[] read(int offset, int length) {
    return Arrays.copyOfRange(values, offset, offset + length);
  }

  @Override
  public void write(int offset, float[] from) {
    System.arraycopy(from, 0, values, offset, from.length);
  }
}
