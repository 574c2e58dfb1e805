package io.baton.api.dashboard.jobs;

import io.baton.api.job.JobChangeResource;
import io.baton.api.job.JobResource;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.label.Labels;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What can be done to several jobs at once. */
enum BulkAction {
  CANCEL("cancel", "Canceled") {
    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      changes.cancel(job);
    }
  },
  RETRY("retry", "Submitted again") {
    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      changes.retry(job);
    }
  },
  LABEL("label", "Labelled") {
    @Override
    void check(String label) {
      parsed(label);
    }

    @Override
    void apply(JobResource jobs, JobChangeResource changes, JobId job, String label) {
      changes.setLabels(job, jobs.job(job).spec().labels().with(parsed(label)));
    }

    private Labels parsed(String label) {
      LabelSelector given = LabelSelector.parse(label.strip());
      String value =
          given
              .value()
              .orElseThrow(
                  () ->
                      new InvalidFieldException("label", "must be key=value, not '" + label + "'"));
      return new Labels(Map.of(given.key(), value));
    }
  };

  private final String wireName;
  private final String done;

  BulkAction(String wireName, String done) {
    this.wireName = wireName;
    this.done = done;
  }

  String wireName() {
    return wireName;
  }

  /** For people, before the number of jobs. */
  String done() {
    return done;
  }

  /** Throws {@link InvalidFieldException} for a label that cannot be added to any job. */
  void check(String label) {}

  /**
   * Does it to one job.
   *
   * @param label what to add, for {@link #LABEL}
   */
  abstract void apply(JobResource jobs, JobChangeResource changes, JobId job, String label);

  static Optional<BulkAction> find(String name) {
    return Arrays.stream(values()).filter(action -> action.wireName.equals(name)).findFirst();
  }

  static BulkAction named(String name) {
    return find(name)
        .orElseThrow(() -> new InvalidFieldException("action", "must be cancel, retry or label"));
  }
}
