package io.baton.api.attempt;

import io.baton.protocol.job.AttemptOutcome;

/** How much work went with an attempt. */
public final class StepsLost {
  private StepsLost() {}

  /**
   * The steps that a successor has to do again.
   *
   * @param lastStep the last step that the attempt reported
   * @param newestCommitted the newest committed checkpoint when it ended, 0 without one
   */
  public static int of(AttemptOutcome outcome, int lastStep, int newestCommitted) {
    return switch (outcome) {
      case LOST, DRAINED, FAILED, EXTENDED -> Math.max(0, lastStep - newestCommitted);
      // Nobody has to do them again.
      case COMPLETED, CANCELED -> 0;
    };
  }

  /**
   * The steps of an attempt that are done again because the job's owner had it go back.
   *
   * @param lost before that
   * @param restartedFrom the step to which the job went back
   */
  public static int afterRestart(int resumedFrom, int lastStep, int lost, int restartedFrom) {
    return Math.max(lost, lastStep - Math.max(resumedFrom, restartedFrom));
  }
}
