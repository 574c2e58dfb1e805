package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a job stands. */
public enum JobStatus {
  /** Waits for its first node, or for the first since its owner retried or extended it. */
  @JsonProperty("pending")
  PENDING(false),
  /** A node holds its lease, or held it until it lapsed and nobody noticed yet. */
  @JsonProperty("running")
  RUNNING(false),
  /** Its node is gone or gave it back; it goes on from the last committed checkpoint. */
  @JsonProperty("interrupted")
  INTERRUPTED(false),
  /** The LoRA is ready. */
  @JsonProperty("completed")
  COMPLETED(true),
  /** It ended without a LoRA: the reason says why. */
  @JsonProperty("failed")
  FAILED(true),
  /** Its owner ended it. */
  @JsonProperty("canceled")
  CANCELED(true);

  private final boolean ended;

  JobStatus(boolean ended) {
    this.ended = ended;
  }

  /** Whether no further attempt follows, unless its owner retries or extends the job. */
  public boolean ended() {
    return ended;
  }

  /** The name in JSON, in query parameters and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
