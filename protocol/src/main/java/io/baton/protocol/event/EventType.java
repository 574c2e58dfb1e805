package io.baton.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can happen to a job. Those marked as sent also go to the job's webhook. */
public enum EventType {
  @JsonProperty("job.submitted")
  SUBMITTED("job.submitted", false),
  @JsonProperty("job.started")
  STARTED("job.started", true),
  @JsonProperty("job.checkpoint")
  CHECKPOINT("job.checkpoint", true),
  @JsonProperty("job.interrupted")
  INTERRUPTED("job.interrupted", true),
  /** An attempt failed and the job may go on elsewhere. */
  @JsonProperty("job.attempt-failed")
  ATTEMPT_FAILED("job.attempt-failed", false),
  @JsonProperty("job.completed")
  COMPLETED("job.completed", true),
  @JsonProperty("job.failed")
  FAILED("job.failed", true),
  @JsonProperty("job.canceled")
  CANCELED("job.canceled", true);

  private final String wireName;
  private final boolean sent;

  EventType(String wireName, boolean sent) {
    this.wireName = wireName;
    this.sent = sent;
  }

  public String wireName() {
    return wireName;
  }

  /** Whether webhooks carry it. */
  public boolean sent() {
    return sent;
  }
}
