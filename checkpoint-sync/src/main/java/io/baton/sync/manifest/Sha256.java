package io.baton.sync.manifest;

import io.baton.sync.SyncException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest as 64 hexadecimal digits in lower case. */
public record Sha256(String hex) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 1 << 16;

  public Sha256 {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a SHA-256 is 64 hexadecimal digits in lower case, not " + hex.length() + " characters");
    }
  }

  public static Sha256 of(byte[] bytes) {
    return new Sha256(HexFormat.of().formatHex(digest().digest(bytes)));
  }

  public static Sha256 of(Path file) {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  /** Passes bytes on and digests them on their way. */
  public static Writing writing(OutputStream target) {
    return new Writing(target, digest());
  }

  /** Counts and digests what is written; ask it after the last byte. */
  public static final class Writing extends FilterOutputStream {
    private final MessageDigest digest;
    private long count;

    private Writing(OutputStream target, MessageDigest digest) {
      super(target);
      this.digest = digest;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      digest.update((byte) value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      digest.update(bytes, offset, length);
      count += length;
    }

    public long count() {
      return count;
    }

    /** Once: the digest is used up. */
    public Sha256 sha256() {
      return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
