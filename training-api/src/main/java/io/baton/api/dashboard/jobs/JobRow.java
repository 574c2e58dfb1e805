package io.baton.api.dashboard.jobs;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A job as a line of the list shows it. */
public record JobRow(Job job) {
  public String id() {
    return job.id().value();
  }

  public String status() {
    return job.status().wireName();
  }

  public int step() {
    return job.progress().step();
  }

  public int totalSteps() {
    return job.progress().totalSteps();
  }

  /** For progress bars, which want a maximum above 0. */
  public int most() {
    return Math.max(1, totalSteps());
  }

  /** Until the last step, at the speed of late; empty unless it trains. */
  public Optional<String> timeLeft() {
    if (job.status() != JobStatus.RUNNING) {
      return Optional.empty();
    }
    return job.progress()
        .stepsPerSecond()
        .filter(speed -> speed > 0)
        .map(speed -> Duration.ofMillis(Math.round((totalSteps() - step()) / speed * 1000)))
        .map(Figures::duration);
  }

  /** What the node does while it does not train yet. */
  public Optional<String> phase() {
    return job.progress().phase().map(phase -> phase.text());
  }

  public Optional<String> node() {
    return job.node().map(Object::toString);
  }

  public Optional<String> loss() {
    return job.progress().loss().map(Figures::loss);
  }

  /** Empty where no price is known. */
  public Optional<String> cost() {
    boolean known = job.spent().cost() > 0 || job.spent().unpricedSeconds() == 0;
    return known ? Optional.of(Figures.cost(job.spent().cost())) : Optional.empty();
  }

  public List<JobLabel> labels() {
    return job.spec().labels().values().entrySet().stream()
        .map(label -> new JobLabel(label.getKey() + "=" + label.getValue()))
        .toList();
  }

  /** A label that leads to the jobs which have it. */
  public record JobLabel(String text) {
    public String address() {
      return new JobChoice(List.of(), List.of(text), Optional.empty(), Optional.empty()).address();
    }
  }
}
