package io.baton.sdxl.lorafile;

/**
 * All values of a LoRA, or one optimizer moment of each, as one long row of 32-bit floats that may
 * lie on a device.
 */
public interface FlatFloats {

  /** The values from {@code offset} on, {@code length} of them. */
  float[] read(int offset, int length);

  /** Replaces the values from {@code offset} on. */
  void write(int offset, float[] values);
}
