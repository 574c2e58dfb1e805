package io.baton.protocol.job.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a trainer writes its {@code checkpoint-N} directories. */
public enum CheckpointLayout {
  /**
   * As accelerate's {@code save_state} does, in place: complete once its files are there and have
   * stopped changing.
   */
  @JsonProperty("accelerate")
  ACCELERATE,
  /** Under another name first, renamed when all is in it. */
  @JsonProperty("renamed")
  RENAMED,
  /** In place: complete once the files that the job names are there and have stopped changing. */
  @JsonProperty("files")
  FILES
}
