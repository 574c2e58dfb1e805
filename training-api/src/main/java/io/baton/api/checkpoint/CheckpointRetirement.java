package io.baton.api.checkpoint;

import io.baton.api.job.JobEntity;
import java.time.Instant;
import java.util.List;

/**
 * Decides which committed checkpoints storage gives up, in the transaction that makes them
 * superfluous: no attempt is told of one that is about to be deleted, and none is given up before a
 * newer one is committed, unless its owner wishes so. {@link RetentionSweep} deletes them
 * afterwards.
 */
public final class CheckpointRetirement {
  private CheckpointRetirement() {}

  /** A checkpoint was committed; the caller has locked the job's row. */
  public static void afterCommit(JobEntity job, Instant now) {
    if (retire(job, job.keepCheckpoints, now)) {
      job.sweepAt = now;
    }
  }

  /** The job ended; the caller has locked its row. Unfinished uploads are swept as well. */
  public static void afterEnd(JobEntity job, Instant now) {
    retire(job, keptAfterEnd(job), now);
    job.sweepAt = now;
  }

  /** What did not complete may go on, and not only from its newest checkpoint. */
  private static int keptAfterEnd(JobEntity job) {
    return switch (job.status) {
      case COMPLETED -> job.spec.keepCheckpointsAfterCompletion();
      case FAILED, CANCELED -> job.keepCheckpoints;
      case PENDING, RUNNING, INTERRUPTED ->
          throw new IllegalStateException("job " + job.id + " has not ended");
    };
  }

  /** Its owner had the job go back to a step; the caller has locked its row. */
  public static void afterRestart(JobEntity job, int step, Instant now) {
    CheckpointEntity.keptOf(job.id).stream()
        .filter(checkpoint -> checkpoint.step > step)
        .forEach(checkpoint -> checkpoint.retiredAt = now);
    job.sweepAt = now;
  }

  private static boolean retire(JobEntity job, int kept, Instant now) {
    List<CheckpointEntity> superfluous = beyond(kept, CheckpointEntity.keptOf(job.id));
    superfluous.forEach(checkpoint -> checkpoint.retiredAt = now);
    return !superfluous.isEmpty();
  }

  /** All but the newest. */
  static <C> List<C> beyond(int kept, List<C> newestFirst) {
    return newestFirst.subList(Math.min(kept, newestFirst.size()), newestFirst.size());
  }
}
