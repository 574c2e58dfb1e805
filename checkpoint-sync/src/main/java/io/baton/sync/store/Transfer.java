package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies a response's body, telling a failing network from a failing disk. */
final class Transfer {
  private static final int BUFFER_BYTES = 1 << 16;

  private Transfer() {}

  static void toFile(ObjectKey key, InputStream body, Path target, long limit, Pace pace) {
    try (OutputStream file = Files.newOutputStream(target)) {
      copy(key, body, limit, pace, (buffer, count) -> file.write(buffer, 0, count), target);
    } catch (IOException e) {
      throw SyncException.local("writing", target, e);
    }
  }

  /** Fills a stretch of a file that is there. */
  static void toSlice(ObjectKey key, InputStream body, FileSlice target, Pace pace) {
    try (FileChannel file = FileChannel.open(target.file(), StandardOpenOption.WRITE)) {
      file.position(target.offset());
      long total =
          copy(
              key,
              body,
              target.length(),
              pace,
              (buffer, count) -> write(file, buffer, count),
              target.file());
      if (total < target.length()) {
        throw unreachable(
            "fetching", key, new EOFException(total + " bytes of " + target.length() + " came"));
      }
    } catch (IOException e) {
      throw SyncException.local("writing", target.file(), e);
    }
  }

  private static void write(FileChannel file, byte[] buffer, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  static byte[] toBytes(ObjectKey key, InputStream body, int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(
        key,
        body,
        limit,
        Pace.FREE,
        (buffer, count) -> bytes.write(buffer, 0, count),
        Path.of("memory"));
    return bytes.toByteArray();
  }

  private interface Sink {
    void accept(byte[] buffer, int count) throws IOException;
  }

  private static long copy(
      ObjectKey key, InputStream body, long limit, Pace pace, Sink sink, Path target) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    for (int count = read(key, body, buffer); count >= 0; count = read(key, body, buffer)) {
      total += count;
      if (total > limit) {
        throw new SyncException(
            SyncError.OBJECT_CORRUPT,
            "The object " + key + " is longer than the " + limit + " bytes that it should have.");
      }
      try {
        sink.accept(buffer, count);
      } catch (IOException e) {
        throw SyncException.local("writing", target, e);
      }
      pace.take(count);
    }
    return total;
  }

  private static int read(ObjectKey key, InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (InterruptedIOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw SyncException.interrupted("fetching " + key, e);
      }
      throw unreachable("fetching", key, e);
    } catch (IOException e) {
      throw unreachable("fetching", key, e);
    }
  }

  static SyncException unreachable(String doing, ObjectKey key, Throwable cause) {
    return new SyncException(
        SyncError.STORAGE_UNREACHABLE,
        "The storage did not answer while "
            + doing
            + " "
            + key
            + ": "
            + SyncException.describe(cause)
            + ".",
        cause);
  }
}
