package io.baton.sdxl.checkpoint;

import java.nio.ByteBuffer;

/** A row of values in plain memory, until closed. */
public interface ValuesCopy extends AutoCloseable {

  /** All values, little-endian, from position 0 to the limit; any thread may read it. */
  ByteBuffer bytes();

  @Override
  void close();
}
