package io.baton.autoscaler.simulation;

import java.util.Arrays;

/** What became of the jobs. */
final class Results {
  private final Ledger ledger;
  private final double[] waits;
  private final double[] completions;
  private int claimed;
  private int completed;
  private int failed;
  private long lastEnd;

  Results(int jobs, Ledger ledger) {
    this.ledger = ledger;
    this.waits = new double[jobs];
    this.completions = new double[jobs];
  }

  void claimed(SimulatedJob job, long now) {
    if (job.claimedAt() < 0) {
      waits[claimed++] = (now - job.createdAt()) / 1000.0;
    }
  }

  void completed(SimulatedJob job, long now) {
    job.end();
    completions[completed++] = (now - job.createdAt()) / 1000.0;
    lastEnd = now;
  }

  void failed(SimulatedJob job, long now) {
    job.end();
    ledger.lost(job.useful());
    failed++;
    lastEnd = now;
  }

  int completed() {
    return completed;
  }

  int failed() {
    return failed;
  }

  int ended() {
    return completed + failed;
  }

  /** When the last job ended, in seconds from the beginning. */
  double lastEnd() {
    return lastEnd / 1000.0;
  }

  /** Seconds from being submitted to the first claim, in order. */
  double[] waits() {
    return Figures.sorted(Arrays.copyOf(waits, claimed));
  }

  /** Seconds from being submitted to completion, in order. */
  double[] completions() {
    return Figures.sorted(Arrays.copyOf(completions, completed));
  }
}
