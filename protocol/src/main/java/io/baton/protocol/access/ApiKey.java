package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A secret that says who calls: {@code baton_} and the base64url of 32 random bytes, sent as {@code
 * Authorization: Bearer baton_…}.
 */
public record ApiKey(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("baton_[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ApiKey {
    Fields.matching("key", value, FORM, "must be 'baton_' and 43 of A-Z, a-z, 0-9, - and _");
  }

  /** One that nobody had before. */
  public static ApiKey random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new ApiKey("baton_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** What the header {@code Authorization} holds. */
  public String bearer() {
    return "Bearer " + value;
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "baton_…";
  }
}
