package io.baton.sdxl.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Counts the bytes of one tensor on their way to the file. */
final class CountingChannel implements WritableByteChannel {

  private final WritableByteChannel target;
  private long written;

  CountingChannel(WritableByteChannel target) {
    this.target = target;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = target.write(source);
    written += count;
    return count;
  }

  void requireWritten(TensorSource tensor) {
    if (written != tensor.byteLength()) {
      throw new IllegalArgumentException(
          "tensor %s wrote %d bytes where its shape %s asks for %d"
              .formatted(tensor.name(), written, tensor.shape(), tensor.byteLength()));
    }
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  /** The file is closed by whoever opened it. */
  @Override
  public void close() {}
}
