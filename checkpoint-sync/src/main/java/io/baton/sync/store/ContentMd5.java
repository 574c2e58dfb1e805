package io.baton.sync.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The value of a {@code Content-MD5} header (RFC 1864): it guards a transfer, not against malice.
 */
final class ContentMd5 {
  private static final int BUFFER_BYTES = 1 << 16;

  private ContentMd5() {}

  static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest().digest(bytes));
  }

  static String of(FileChannel file, FileSlice slice) throws IOException {
    MessageDigest digest = digest();
    SliceReader content = new SliceReader(file, slice);
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!content.atEnd()) {
      digest.update(buffer, 0, content.read(buffer));
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
