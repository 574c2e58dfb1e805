package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node is told to do with its job. */
public enum Directive {
  /** Go on. */
  @JsonProperty("continue")
  CONTINUE,
  /** Stop the trainer; the job has ended and nothing more is wanted of it. */
  @JsonProperty("stop")
  STOP,
  /** Write a checkpoint, commit it, give the job back. */
  @JsonProperty("drain")
  DRAIN
}
