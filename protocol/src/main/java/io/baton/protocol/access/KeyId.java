package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/** Names one API key; no secret. */
public record KeyId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-z-]{1,64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KeyId {
    Fields.matching("keyId", value, FORM, "must be 1 to 64 of a-z, 0-9 and -");
  }

  @Override
  public String toString() {
    return value;
  }
}
