package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where validation images are drawn. */
public enum ValidationPlace {
  /** By the node that trains, between two steps; training waits meanwhile. */
  @JsonProperty("on_node")
  ON_NODE,
  /**
   * From checkpoints, each by a job of its own of the lowest priority, on whichever node has time;
   * training never waits.
   */
  @JsonProperty("separate")
  SEPARATE
}
