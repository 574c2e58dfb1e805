package io.baton.api.dashboard.jobs;

import io.baton.api.job.JobChangeResource;
import io.baton.api.job.JobResource;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.label.Labels;
import java.util.Arrays;
import java.util.Map;

/** What can be done to several jobs at once. */
enum BulkAction {
  CANCEL("cancel") {
    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      changes.cancel(job);
    }
  },
  RETRY("retry") {
    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      changes.retry(job);
    }
  },
  LABEL("label") {
    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      LabelSelector given = LabelSelector.parse(label.strip());
      String value =
          given
              .value()
              .orElseThrow(
                  () ->
                      new InvalidFieldException("label", "must be key=value, not '" + label + "'"));
      changes.setLabels(
          job, jobs.job(job).spec().labels().with(new Labels(Map.of(given.key(), value))));
    }
  };

  private final String wireName;

  BulkAction(String wireName) {
    this.wireName = wireName;
  }

  /**
   * Does it to one job.
   *
   * @param label what to add, for {@link #LABEL}
   */
  abstract void apply(JobResource jobs, JobChangeResource changes, JobId job, String label);

  static BulkAction named(String name) {
    return Arrays.stream(values())
        .filter(action -> action.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidFieldException("action", "must be cancel, retry or label"));
  }
}
