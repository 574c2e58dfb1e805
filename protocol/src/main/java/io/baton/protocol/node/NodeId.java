package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/** Names one node, over all its restarts. */
public record NodeId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    Fields.matching("nodeId", value, FORM, "must be 1 to 128 of A-Z, a-z, 0-9, . _ and -");
  }

  @Override
  public String toString() {
    return value;
  }
}
