package io.baton.sdxl.checkpoint;

import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;

/** A row of values that change in training; it may lie on a device. */
public interface StateValues {

  TensorType type();

  /** All values as they are now; the copy does not change when these do. */
  ValuesCopy copy();

  /**
   * Replaces values.
   *
   * @param offset of the first one
   * @param values little-endian, of this type
   */
  void write(int offset, ByteBuffer values);
}
