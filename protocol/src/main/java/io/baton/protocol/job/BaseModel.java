package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/**
 * Names the model to fine-tune: a directory below the node's models directory, in one or two parts
 * ({@code tiny-sdxl}, {@code stabilityai/stable-diffusion-xl-base-1.0}). It cannot name a path
 * outside of it.
 */
public record BaseModel(@JsonValue String name) {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}";
  private static final Pattern FORM = Pattern.compile(PART + "(/" + PART + ")?");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BaseModel {
    Fields.matching(
        "baseModel",
        name,
        FORM,
        "must be 'name' or 'organisation/name' of A-Z, a-z, 0-9, . _ and -, not '" + name + "'");
  }

  @Override
  public String toString() {
    return name;
  }
}
