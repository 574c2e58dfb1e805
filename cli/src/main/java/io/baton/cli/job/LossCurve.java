package io.baton.cli.job;

import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.metric.JobMetrics.Curve;
import java.time.Duration;
import java.util.List;

/** The losses of a job so far, looked up now and then. */
final class LossCurve {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int POINTS = 400;

  private final JobsClient jobs;
  private List<Double> losses = List.of();
  private long lookedAt;

  LossCurve(JobsClient jobs) {
    this.jobs = jobs;
  }

  List<Double> of(JobId job) {
    long now = System.nanoTime();
    if (lookedAt == 0 || now - lookedAt > INTERVAL.toNanos()) {
      lookedAt = now;
      try {
        losses =
            jobs.metrics(job, 0, POINTS).series().stream()
                .filter(curve -> curve.name().equals("loss"))
                .findFirst()
                .map(Curve::values)
                .orElse(List.of());
      } catch (ApiException e) {
        // The curve is an ornament: the former one stays.
        return losses;
      }
    }
    return losses;
  }
}
