package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whose fault a failure is, and whether another node may do better. */
public enum FailureClass {
  /** What the user gave cannot be trained on: no other node will do better. */
  @JsonProperty("bad-input")
  BAD_INPUT(false),
  /** Memory was not enough, and it is not known whether the GPU's or the machine's. */
  @JsonProperty("out-of-memory")
  OUT_OF_MEMORY(true),

  /** The GPU's memory was not enough. */
  @JsonProperty("gpu-out-of-memory")
  GPU_OUT_OF_MEMORY(true),

  /** The machine's memory, or what the trainer may use of it, was not enough. */
  @JsonProperty("host-out-of-memory")
  HOST_OUT_OF_MEMORY(true),

  /** The GPU or its driver failed, other than for lack of memory. */
  @JsonProperty("gpu-error")
  GPU_ERROR(true),
  /** The trainer died of its own doing. */
  @JsonProperty("trainer-crash")
  TRAINER_CRASH(true),
  /** The trainer gave no sign of life for too long. */
  @JsonProperty("timeout")
  TIMEOUT(true),

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
