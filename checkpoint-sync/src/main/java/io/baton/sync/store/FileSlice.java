package io.baton.sync.store;

import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A stretch of a file.
 *
 * @param offset of its first byte
 * @param length bytes
 */
public record FileSlice(Path file, long offset, long length) {
  public FileSlice {
    Objects.requireNonNull(file, "file");
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "offset and length must not be negative, are " + offset + " and " + length);
    }
  }

  /** All of a file that is there. */
  public static FileSlice whole(Path file) {
    try {
      return new FileSlice(file, 0, Files.size(file));
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  long end() {
    return offset + length;
  }
}
