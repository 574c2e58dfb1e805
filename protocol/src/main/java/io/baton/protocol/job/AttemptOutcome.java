package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How an attempt ended. */
public enum AttemptOutcome {
  /** It finished the job. */
  @JsonProperty("completed")
  COMPLETED,
  /** The node gave the job back. */
  @JsonProperty("drained")
  DRAINED,
  /** The lease lapsed. */
  @JsonProperty("lost")
  LOST,
  /** The trainer said no, or died of its own doing. */
  @JsonProperty("failed")
  FAILED,
  /** The job was canceled meanwhile. */
  @JsonProperty("canceled")
  CANCELED,
  /** The job was given more steps than the attempt was told; it goes on under another. */
  @JsonProperty("extended")
  EXTENDED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
