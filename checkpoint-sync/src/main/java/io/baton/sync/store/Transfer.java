package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a response's body, telling a failing network from a failing disk. */
final class Transfer {
  private static final int BUFFER_BYTES = 1 << 16;

  private Transfer() {}

  static void toFile(ObjectKey key, InputStream body, Path target, long limit) {
    try (OutputStream file = Files.newOutputStream(target)) {
      copy(key, body, limit, (buffer, count) -> write(file, buffer, count, target));
    } catch (IOException e) {
      throw SyncException.local("writing", target, e);
    }
  }

  static byte[] toBytes(ObjectKey key, InputStream body, int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(key, body, limit, (buffer, count) -> bytes.write(buffer, 0, count));
    return bytes.toByteArray();
  }

  private interface Sink {
    void accept(byte[] buffer, int count);
  }

  private static void write(OutputStream file, byte[] buffer, int count, Path target) {
    try {
      file.write(buffer, 0, count);
    } catch (IOException e) {
      throw SyncException.local("writing", target, e);
    }
  }

  private static void copy(ObjectKey key, InputStream body, long limit, Sink sink) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    for (int count = read(key, body, buffer); count >= 0; count = read(key, body, buffer)) {
      total += count;
      if (total > limit) {
        throw new SyncException(
            SyncError.OBJECT_CORRUPT,
            "The object " + key + " is longer than the " + limit + " bytes that it should have.");
      }
      sink.accept(buffer, count);
    }
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
