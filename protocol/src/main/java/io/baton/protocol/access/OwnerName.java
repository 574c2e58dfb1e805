package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/** Names whose jobs and datasets are: a person, a team, a customer. */
public record OwnerName(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9@._-]{1,128}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OwnerName {
    Fields.matching("owner", value, FORM, "must be 1 to 128 of A-Z, a-z, 0-9, @ . _ and -");
  }

  @Override
  public String toString() {
    return value;
  }
}
