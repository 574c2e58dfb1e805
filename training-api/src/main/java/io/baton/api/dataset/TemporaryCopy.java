package io.baton.api.dataset;

import io.baton.api.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of this machine that is deleted when it is closed.
 *
 * @param path where it lies
 */
record TemporaryCopy(Path path) implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  static TemporaryCopy empty() {
    try {
      return new TemporaryCopy(Files.createTempFile("baton-dataset-", null));
    } catch (IOException e) {
      throw new UncheckedIOException("no copy of an uploaded file can be made", e);
    }
  }

  /**
   * Copies an object that must have this size and digest, and closes it.
   *
   * @param progress is run now and then
   * @return how it differs, as the end of a sentence that begins with its name
   */
  Optional<String> fill(InputStream object, long size, String sha256, Runnable progress) {
    Written written = write(object, size, progress);
    if (written.size() > size) {
      return Optional.of("has more than the announced " + size + " bytes in storage");
    }
    if (written.size() < size) {
      return Optional.of("has " + written.size() + " bytes in storage, not the announced " + size);
    }
    return written.sha256().equals(sha256)
        ? Optional.empty()
        : Optional.of(
            "has other content in storage than announced: its SHA-256 is " + written.sha256());
  }

  /** Writes up to one buffer more than {@code maxBytes}. */
  private Written write(InputStream object, long maxBytes, Runnable progress) {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream in = object;
        OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = readFrom(in, buffer); read >= 0; read = readFrom(in, buffer)) {
        size += read;
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        if (size > maxBytes) {
          break;
        }
        progress.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be written", e);
    }
    return new Written(size, HexFormat.of().formatHex(digest.digest()));
  }

  private static int readFrom(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new StorageUnavailableException(e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be deleted", e);
    }
  }

  private record Written(long size, String sha256) {}
}
