package io.baton.protocol.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a run of scheduled work ended. */
public enum Outcome {
  /** It did its work. */
  @JsonProperty("succeeded")
  SUCCEEDED,
  /** The next run tries again. */
  @JsonProperty("failed")
  FAILED
}
