package io.baton.protocol.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run of scheduled work ended. */
public enum Outcome {
  @JsonProperty("succeeded")
  SUCCEEDED,
  /** The next run tries again. */
  @JsonProperty("failed")
  FAILED
}
