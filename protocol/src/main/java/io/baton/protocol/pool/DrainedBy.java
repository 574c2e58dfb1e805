package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who wants a node empty. */
public enum DrainedBy {
  /** An operator: it stays so until an operator says otherwise. */
  @JsonProperty("operator")
  OPERATOR("operator"),
  /** The pool's autoscaler: the node is about to be removed. */
  @JsonProperty("autoscaler")
  AUTOSCALER("autoscaler");

  private final String wireName;

  DrainedBy(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
