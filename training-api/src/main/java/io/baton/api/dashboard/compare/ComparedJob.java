package io.baton.api.dashboard.compare;

import io.baton.api.dashboard.jobs.JobRow;
import io.baton.api.dashboard.text.Figures;
import io.baton.api.dashboard.timeline.LostWork;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.metric.JobMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A job among those that are compared.
 *
 * @param place counted from 0: says which colour, dashes and letter its curve has
 * @param attempts oldest first
 * @param metrics thinned out as far as it goes: of each series the first, the lowest, the highest
 *     and the last value
 * @param samples images by step, oldest first
 */
public record ComparedJob(
    int place, Job job, List<AttemptRecord> attempts, JobMetrics metrics, SamplePage samples) {
  private static final String LOSS = "loss";

  public ComparedJob {
    attempts = List.copyOf(attempts);
  }

  /** By which people tell its curve from others. */
  public String letter() {
    return String.valueOf((char) ('A' + place));
  }

  public String id() {
    return job.id().value();
  }

  public String name() {
    return job.spec().name();
  }

  public JobRow row() {
    return new JobRow(job);
  }

  public boolean live() {
    return !job.status().ended();
  }

  List<String> measured() {
    return metrics.series().stream().map(JobMetrics.Curve::name).toList();
  }

  String steps() {
    return Figures.count(row().step()) + " of " + Figures.count(row().totalSteps());
  }

  String nodeTime() {
    return Figures.duration(Duration.ofMillis(Math.round(job.spent().runtimeSeconds() * 1000)));
  }

  /** Steps that were done twice. */
  String stepsLost() {
    return LostWork.total(LostWork.of(attempts));
  }

  Optional<String> finalLoss() {
    return loss()
        .map(curve -> Figures.loss(curve.values().get(curve.values().size() - 1)))
        .or(() -> row().loss());
  }

  /** And the step that had it. */
  Optional<String> lowestLoss() {
    return loss()
        .map(
            curve -> {
              int lowest =
                  IntStream.range(0, curve.values().size())
                      .reduce((a, b) -> curve.values().get(b) < curve.values().get(a) ? b : a)
                      .orElseThrow();
              return Figures.loss(curve.values().get(lowest))
                  + " at step "
                  + Figures.count(curve.steps().get(lowest));
            });
  }

  private Optional<JobMetrics.Curve> loss() {
    return metrics.series().stream()
        .filter(curve -> curve.name().equals(LOSS) && !curve.values().isEmpty())
        .findFirst();
  }
}
