package io.baton.sync.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Reads a stretch of an open file from its begin to its end. */
final class SliceReader {
  private final FileChannel channel;
  private final FileSlice slice;
  private long position;

  SliceReader(FileChannel channel, FileSlice slice) {
    this.channel = channel;
    this.slice = slice;
    position = slice.offset();
  }

  static FileChannel open(FileSlice slice) throws IOException {
    return FileChannel.open(slice.file(), StandardOpenOption.READ);
  }

  boolean atEnd() {
    return position == slice.end();
  }

  /** Returns how many bytes it put into the buffer: as many as fit and are left. */
  int read(byte[] buffer) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, slice.end() - position));
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, position);
      if (count < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      position += count;
    }
    return bytes.position();
  }
}
