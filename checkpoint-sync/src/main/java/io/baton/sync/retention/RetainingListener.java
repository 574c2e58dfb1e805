package io.baton.sync.retention;

import io.baton.sync.SyncException;
import io.baton.sync.upload.CheckpointListener;
import io.baton.sync.upload.CommittedCheckpoint;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Applies a policy after each commit. A sweep that fails fails no checkpoint: the next one does its
 * work.
 */
public final class RetainingListener implements CheckpointListener {
  private final StoreSweep sweep;
  private final RetentionPolicy policy;
  private final Consumer<SweepPlan> done;
  private final Consumer<SyncException> failed;

  /**
   * @param done is told of each sweep that deleted something
   */
  public RetainingListener(
      StoreSweep sweep,
      RetentionPolicy policy,
      Consumer<SweepPlan> done,
      Consumer<SyncException> failed) {
    this.sweep = sweep;
    this.policy = policy;
    this.done = done;
    this.failed = failed;
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    if (!policy.keepsAll()) {
      sweep(new SweepOccasion.AfterCommit(), Instant.now());
    }
  }

  /** When the run is over. */
  public void ended(SweepOccasion.EndOfRun end) {
    try {
      sweep(end, sweep.storageTime());
    } catch (SyncException e) {
      failed.accept(e);
    }
  }

  private void sweep(SweepOccasion occasion, Instant now) {
    try {
      SweepPlan plan = sweep.plan(policy, occasion, now);
      sweep.carryOut(plan);
      if (!plan.isEmpty()) {
        done.accept(plan);
      }
    } catch (SyncException e) {
      failed.accept(e);
    }
  }
}
