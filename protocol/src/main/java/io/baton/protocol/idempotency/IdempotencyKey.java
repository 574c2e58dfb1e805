package io.baton.protocol.idempotency;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one request of a caller, sent in the header {@code Idempotency-Key}: sent again under the
 * same key, the request is not done again, and its first answer is given once more.
 *
 * @param value 1 to 200 characters of ASCII without blanks
 */
public record IdempotencyKey(@JsonValue String value) {
  /** The header that carries it. */
  public static final String HEADER = "Idempotency-Key";

  /** The header of an answer that was given before: {@code true}. */
  public static final String REPLAYED_HEADER = "Idempotency-Replayed";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public IdempotencyKey {
    Fields.matching(
        HEADER, value, FORM, "must be 1 to 200 characters of ASCII without blanks, such as a UUID");
  }

  /** One that nobody has used. */
  public static IdempotencyKey random() {
    return new IdempotencyKey(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
