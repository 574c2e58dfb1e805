package io.baton.api.metric;

import io.baton.api.access.OwnerScope;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.metric.JobMetrics;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What is measured while jobs train. */
@ApplicationScoped
public class Metrics {
  private final Jobs jobs;
  private final LeaseFence fence;
  private final MetricTable table;

  Metrics(Jobs jobs, LeaseFence fence, MetricTable table) {
    this.jobs = jobs;
    this.fence = fence;
    this.table = table;
  }

  /**
   * Records a batch of the attempt that holds the job; a point that is known already is replaced.
   */
  @Transactional
  public void record(LeaseToken token, MetricBatch batch) {
    JobEntity job = fence.lock(token);
    for (MetricSeries series : batch.series()) {
      int last = series.steps().get(series.steps().size() - 1);
      if (last > job.totalSteps) {
        throw new InvalidFieldException(
            "steps", "must be at most the job's " + job.totalSteps + " steps, not " + last);
      }
    }
    table.begin(job.id, job.attempt, firstStep(batch));
    table.addSeries(job.id, job.attempt, batch.series().stream().map(MetricSeries::name).toList());
    int known = table.series(job.id, Set.of()).size();
    if (known > MetricBatch.MAX_SERIES) {
      throw new InvalidFieldException(
          "series", "must be at most " + MetricBatch.MAX_SERIES + " for a job, not " + known);
    }
    table.write(job.id, batch.series());
  }

  /**
   * What an owner gets to see.
   *
   * @param names empty: all series
   * @param since only points after this step
   * @param maxPoints most points of a series
   */
  @Transactional
  public JobMetrics of(OwnerScope scope, JobId id, Set<String> names, int since, int maxPoints) {
    JobEntity job = jobs.require(scope, id);
    List<MetricTable.Series> series = table.series(job.id, names);
    return new JobMetrics(
        series.stream().map(each -> new Attempt(each.attempt())).max(Comparator.naturalOrder()),
        series.stream().map(each -> curve(each, since, maxPoints)).toList());
  }

  private static int firstStep(MetricBatch batch) {
    return batch.series().stream().mapToInt(series -> series.steps().get(0)).min().orElseThrow();
  }

  private JobMetrics.Curve curve(MetricTable.Series series, int since, int maxPoints) {
    Points all = table.points(series, since);
    Points shown = DownSampling.of(all, maxPoints);
    return new JobMetrics.Curve(series.name(), all.size(), shown.steps(), shown.values());
  }
}
