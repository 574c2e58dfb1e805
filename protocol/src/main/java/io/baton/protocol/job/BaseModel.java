package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/**
 * Names the model to fine-tune: in one or two parts ({@code tiny-sdxl}, {@code
 * stabilityai/stable-diffusion-xl-base-1.0}) a directory below the node's models directory, or what
 * the node's operator gave that name; {@code hf://organisation/name}, with {@code @revision} where
 * not the newest is meant, a repository of the Hugging Face hub; {@code s3://bucket/prefix} objects
 * in S3. The last two only where the node's operator allows them. It cannot name any other path or
 * address. At most 500 characters.
 */
public record BaseModel(@JsonValue String name) {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}";
  private static final String PATH = PART + "(/" + PART + ")*";
  private static final Pattern FORM =
      Pattern.compile(
          PART
              + "(/"
              + PART
              + ")?|hf://"
              + PART
              + "/"
              + PART
              + "(@"
              + PATH
              + ")?|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/"
              + PATH
              + ")?");
  private static final int MAX_LENGTH = 500;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BaseModel {
    Fields.matching(
        "baseModel",
        name,
        FORM,
        "must be 'name' or 'organisation/name' of A-Z, a-z, 0-9, . _ and -,"
            + " 'hf://organisation/name[@revision]' or 's3://bucket/prefix', not '"
            + name
            + "'");
    Fields.inRange("baseModel", name.length(), 1, MAX_LENGTH);
  }

  /** Whether nodes fetch it from where the name says. */
  public boolean isRemote() {
    return name.contains("://");
  }

  @Override
  public String toString() {
    return name;
  }
}
