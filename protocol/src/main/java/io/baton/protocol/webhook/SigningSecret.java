package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.security.SecureRandom;
import java.util.Base64;

/** {@code whsec_} and the base64 of 24 to 64 bytes: the key of the HMAC. */
public record SigningSecret(@JsonValue String text) {
  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final int DRAWN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SigningSecret {
    keyOf("secret", text);
  }

  /** A new one of 32 random bytes. */
  public static SigningSecret draw() {
    byte[] key = new byte[DRAWN_BYTES];
    RANDOM.nextBytes(key);
    return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key));
  }

  /** The bytes that sign. */
  public byte[] key() {
    return keyOf("secret", text);
  }

  /** Refuses what is no secret, naming the field that held it. */
  static byte[] keyOf(String field, String text) {
    Fields.required(field, text);
    if (text.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (key.length >= MIN_BYTES && key.length <= MAX_BYTES) {
          return key;
        }
      } catch (IllegalArgumentException notBase64) {
        throw new InvalidFieldException(field, "is not base64 after 'whsec_'");
      }
    }
    throw new InvalidFieldException(field, "must be 'whsec_' and the base64 of 24 to 64 bytes");
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "SigningSecret";
  }
}
