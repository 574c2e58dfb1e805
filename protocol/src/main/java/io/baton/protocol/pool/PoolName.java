package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/** Names a pool: the nodes that one provider runs under one scaling policy. */
public record PoolName(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PoolName {
    Fields.matching("pool", value, FORM, "must be 1 to 64 of a-z, 0-9 and -");
  }

  @Override
  public String toString() {
    return value;
  }
}
