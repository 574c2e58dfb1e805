package io.baton.api.dashboard.job;

import io.baton.api.dashboard.jobs.JobRow;
import io.baton.api.dashboard.text.Figures;
import io.baton.api.dashboard.timeline.Timeline;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as its page shows it.
 *
 * @param files of the LoRA, once it is ready
 * @param curl the command that submits the same job again
 */
public record JobView(
    Job job,
    List<AttemptRecord> attempts,
    List<JobEvent> events,
    List<Checkpoint> checkpoints,
    List<WebhookDelivery> deliveries,
    List<ArtifactFile> files,
    Optional<Timeline> timeline,
    Expense expense,
    Map<String, String> different,
    Map<String, String> options,
    String curl,
    Instant now) {
  public JobRow row() {
    return new JobRow(job);
  }

  public String path() {
    return "/ui/jobs/" + job.id();
  }

  public boolean mayCancel() {
    return !job.status().ended();
  }

  public boolean mayRetry() {
    return job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELED;
  }

  /** Whether the page has to be brought up to date. */
  public boolean live() {
    return !job.status().ended();
  }

  public Optional<String> speed() {
    return job.progress().stepsPerSecond().map(Figures::speed);
  }

  /** How long the running attempt has gone on. */
  public Optional<String> running() {
    return attempts.stream()
        .filter(attempt -> attempt.endedAt().isEmpty())
        .reduce((former, latter) -> latter)
        .map(attempt -> Figures.duration(Duration.between(attempt.startedAt(), now)));
  }

  public List<JobEvent> newestEvents() {
    List<JobEvent> newest = new ArrayList<>(events);
    Collections.reverse(newest);
    return newest;
  }

  public String bytes(Checkpoint checkpoint) {
    return Figures.bytes(checkpoint.bytes());
  }

  public String bytes(ArtifactFile file) {
    return Figures.bytes(file.size());
  }

  public String loss(Checkpoint checkpoint) {
    return checkpoint.loss().map(Figures::loss).orElse("");
  }
}
