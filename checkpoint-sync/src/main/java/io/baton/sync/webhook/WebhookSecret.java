package io.baton.sync.webhook;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.util.Base64;

/** {@code whsec_} and the base64 of 24 to 64 bytes: the key of the HMAC. */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /**
   * Reads a secret.
   *
   * @param source where it comes from, for the sentence that refuses it
   */
  public static WebhookSecret of(String source, String text) {
    if (text.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (key.length >= MIN_BYTES && key.length <= MAX_BYTES) {
          return new WebhookSecret(key);
        }
      } catch (IllegalArgumentException notBase64) {
        throw refused(source, notBase64);
      }
    }
    throw refused(source, null);
  }

  private static SyncException refused(String source, Throwable cause) {
    return new SyncException(
        SyncError.BAD_INPUT,
        source
            + " holds no webhook secret: it is 'whsec_' and the base64 of 24 to 64 bytes. Draw one:"
            + " echo \"whsec_$(head -c 32 /dev/urandom | base64)\"",
        cause);
  }

  byte[] key() {
    return key.clone();
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
