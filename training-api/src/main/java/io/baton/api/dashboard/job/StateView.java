package io.baton.api.dashboard.job;

import io.baton.api.dashboard.jobs.JobRow;
import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.Job;
import io.baton.protocol.work.AtRisk;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a job comes on right now: what changes from heartbeat to heartbeat.
 *
 * @param now on the service's clock
 */
public record StateView(Job job, Instant now) {
  public JobRow row() {
    return new JobRow(job);
  }

  public String path() {
    return "/ui/jobs/" + job.id();
  }

  /** Whether the page has to be brought up to date. */
  public boolean live() {
    return !job.status().ended();
  }

  public Optional<String> phase() {
    return job.progress().phase().map(Phase::text);
  }

  /** For how many seconds its node has done that. */
  public Optional<Long> phaseSeconds() {
    return job.progress().phaseSince().map(this::secondsSince);
  }

  public Optional<String> phaseTime() {
    return phaseSeconds().map(seconds -> Figures.duration(Duration.ofSeconds(seconds)));
  }

  private long secondsSince(Instant moment) {
    return Math.max(0, Duration.between(moment, now).toSeconds());
  }

  /** What it waits for, where nobody has it. */
  public Optional<String> waiting() {
    return switch (job.status()) {
      case PENDING -> Optional.of("waits for a node that fits");
      case INTERRUPTED -> Optional.of("waits for the next node, before all others in line");
      case RUNNING, COMPLETED, FAILED, CANCELED -> Optional.empty();
    };
  }

  public int percent() {
    return (int) Math.floor(100.0 * row().step() / row().most());
  }

  public Optional<String> speed() {
    return job.progress().stepsPerSecond().map(Figures::speed);
  }

  /** What would be done twice if the node died now. */
  public Optional<String> atRisk() {
    return job.progress().atRisk().map(StateView::text);
  }

  private static String text(AtRisk risk) {
    return risk.steps() == 0
        ? "nothing"
        : risk.steps()
            + (risk.steps() == 1 ? " step, " : " steps, ")
            + Figures.duration(Duration.ofMillis(Math.round(risk.seconds() * 1000)));
  }

  public Optional<String> lastCheckpoint() {
    return job.lastCheckpointStep().map(step -> "step " + Figures.count(step));
  }

  public String step() {
    return Figures.count(row().step());
  }

  public String totalSteps() {
    return Figures.count(row().totalSteps());
  }
}
