package io.baton.protocol.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What the holder of a key may do. */
public enum Role {
  /** Sees and changes what belongs to its owner. */
  @JsonProperty("user")
  USER,
  /** Asks for work as the nodes of one pool. */
  @JsonProperty("node")
  NODE,
  /** Sees and changes everything. */
  @JsonProperty("operator")
  OPERATOR;

  /** The name in JSON and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
