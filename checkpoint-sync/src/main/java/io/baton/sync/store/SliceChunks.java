package io.baton.sync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A stretch of an open file in small pieces, at a pace; each iteration reads it anew. */
final class SliceChunks implements Iterable<byte[]> {
  private static final int CHUNK_BYTES = 1 << 16;

  private final FileChannel channel;
  private final FileSlice slice;
  private final Pace pace;

  SliceChunks(FileChannel channel, FileSlice slice, Pace pace) {
    this.channel = channel;
    this.slice = slice;
    this.pace = pace;
  }

  @Override
  public Iterator<byte[]> iterator() {
    SliceReader content = new SliceReader(channel, slice);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !content.atEnd();
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
          int count = content.read(chunk);
          pace.take(count);
          return count == chunk.length ? chunk : Arrays.copyOf(chunk, count);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
