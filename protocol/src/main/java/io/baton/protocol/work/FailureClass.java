package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whose fault a failure is, and whether another node may do better. */
public enum FailureClass {
  /** What the user gave cannot be trained on: no other node will do better. */
  @JsonProperty("bad-input")
  BAD_INPUT(false),
  /** The GPU's or the machine's memory was not enough. */
  @JsonProperty("out-of-memory")
  OUT_OF_MEMORY(true),
  /** The trainer died of its own doing. */
  @JsonProperty("trainer-crash")
  TRAINER_CRASH(true),
  /** The node's disk is full. */
  @JsonProperty("disk-full")
  DISK_FULL(true),
  /** Storage could not be reached for too long. */
  @JsonProperty("storage-down")
  STORAGE_DOWN(true),
  /** The node cannot run this job at all: its base model or its trainer is missing. */
  @JsonProperty("node-misconfigured")
  NODE_MISCONFIGURED(true),
  /** Checkpoints were committed and none of them verifies. */
  @JsonProperty("checkpoints-corrupt")
  CHECKPOINTS_CORRUPT(false);

  private final boolean retryable;

  FailureClass(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the job goes on to another node while its budget lasts. */
  public boolean retryable() {
    return retryable;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
