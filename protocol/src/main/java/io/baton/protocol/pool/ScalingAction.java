package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an autoscaler decided to do about a pool. */
public enum ScalingAction {
  /** Nothing changes. */
  @JsonProperty("hold")
  HOLD("hold"),
  /** Replicas are asked for, or nodes that were to go stay. */
  @JsonProperty("scale-up")
  SCALE_UP("scale-up"),
  /** Nodes are to go: they are drained, and removed once they are empty. */
  @JsonProperty("scale-down")
  SCALE_DOWN("scale-down"),
  /** Nodes that were drained are removed. */
  @JsonProperty("remove")
  REMOVE("remove"),
  /** Nodes are replaced by others. */
  @JsonProperty("reallocate")
  REALLOCATE("reallocate");

  private final String wireName;

  ScalingAction(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
