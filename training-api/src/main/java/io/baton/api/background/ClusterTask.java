package io.baton.api.background;

import java.time.Duration;

/**
 * Scheduled work that runs once, however many replicas there are. Every bean that implements this
 * is scheduled.
 *
 * <p>A run may be cut off anywhere, by the death of its replica; then another replica starts one
 * anew. A replica that was silent and lives may finish what it began beside that one, so a run must
 * do no harm twice.
 */
public interface ClusterTask {
  /** Names the work in the database and to operators, over all versions of the service. */
  String name();

  /** From the start of one run to the start of the next, at least 1 ms. */
  Duration every();

  /** Does what there is to do. What it throws is logged, and the next run tries again. */
  void run(TaskRun run);
}
