package io.baton.it.bench;

import io.baton.protocol.job.JobId;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that lost its node once, and what came of it.
 *
 * @param number of its kind, from 1
 * @param phase that the node had told when it was interrupted
 * @param stepsDone by the trainer that was interrupted, as it wrote down itself
 * @param newestWritten step of the newest checkpoint that lay on that node's disk, or was being
 *     written there; 0 without one
 * @param resumedFrom step that the next node began at
 * @param at moment of the signal
 * @param freeAt when another node could have the job: the lease's end, or the release
 * @param claimedAt when another node had it
 * @param launchedAt when that started its trainer
 * @param trainingAt when it was seen to train
 * @param sameBytes whether the LoRA is the undisturbed run's
 */
record Interruption(
    InterruptionKind kind,
    int number,
    JobId job,
    Optional<Phase> phase,
    int stepsDone,
    int newestWritten,
    int resumedFrom,
    Instant at,
    Instant freeAt,
    Instant claimedAt,
    Optional<Instant> launchedAt,
    Instant trainingAt,
    boolean sameBytes) {
  int stepsLost() {
    return Math.max(0, stepsDone - resumedFrom);
  }

  /** Steps that a checkpoint covered which was on its way to storage. */
  int stepsInFlight() {
    return Math.max(0, newestWritten - resumedFrom);
  }

  /** From the moment that the bar of its kind counts from. */
  Duration untilTraining() {
    return Duration.between(kind == InterruptionKind.KILL ? at : freeAt, trainingAt);
  }
}
