package io.baton.sdxl.lorafile;

/** All values of a model's LoRA as one long row of 32-bit floats, which may lie on a device. */
public interface FlatFloats {

  /** The values from {@code offset} on, {@code length} of them. */
  float[] read(int offset, int length);
}
