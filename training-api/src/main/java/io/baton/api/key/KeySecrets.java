package io.baton.api.key;

import io.baton.protocol.access.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the database holds in place of keys. */
final class KeySecrets {
  private static final int ENDING = 4;

  private KeySecrets() {}

  static String sha256(ApiKey key) {
    try {
      byte[] text = key.value().getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Tells keys apart without giving them away. */
  static String ending(ApiKey key) {
    return key.value().substring(key.value().length() - ENDING);
  }
}
