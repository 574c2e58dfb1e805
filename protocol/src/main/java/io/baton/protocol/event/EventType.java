package io.baton.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can happen to a job. Those marked as sent also go to the job's webhook. */
public enum EventType {
  /** A user submitted the job. */
  @JsonProperty("job.submitted")
  SUBMITTED("job.submitted", false),
  /** A node took the job. Sent to the webhook. */
  @JsonProperty("job.started")
  STARTED("job.started", true),
  /** A checkpoint was committed. Sent to the webhook. */
  @JsonProperty("job.checkpoint")
  CHECKPOINT("job.checkpoint", true),
  /** Sample images of a step are stored. Sent to the webhook. */
  @JsonProperty("job.samples")
  SAMPLES("job.samples", true),
  /** Sample images of a step could not be drawn separately; the training is not concerned. */
  @JsonProperty("job.samples-failed")
  SAMPLES_FAILED("job.samples-failed", false),
  /** The node gave the job back or is gone. Sent to the webhook. */
  @JsonProperty("job.interrupted")
  INTERRUPTED("job.interrupted", true),
  /** An attempt failed and the job may go on elsewhere. */
  @JsonProperty("job.attempt-failed")
  ATTEMPT_FAILED("job.attempt-failed", false),
  /** The LoRA is ready. Sent to the webhook. */
  @JsonProperty("job.completed")
  COMPLETED("job.completed", true),
  /** The job ended without a LoRA. Sent to the webhook. */
  @JsonProperty("job.failed")
  FAILED("job.failed", true),
  /** The owner ended the job. Sent to the webhook. */
  @JsonProperty("job.canceled")
  CANCELED("job.canceled", true),
  /** Its owner asked for another try after it failed or was canceled. */
  @JsonProperty("job.retried")
  RETRIED("job.retried", false),
  /** Its owner asked for more steps. */
  @JsonProperty("job.extended")
  EXTENDED("job.extended", false),
  /** Its owner had it go back to an earlier checkpoint. */
  @JsonProperty("job.restarted")
  RESTARTED("job.restarted", false);

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
