package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptEntity;
import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.checkpoint.CheckpointRetirement;
import io.baton.api.event.Outbox;
import io.baton.api.sample.Samplers;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** How owners have their jobs go back to an earlier checkpoint and on from there. */
@ApplicationScoped
public class JobRestarts {
  private final Jobs jobs;
  private final Reopening reopening;
  private final Samplers samplers;
  private final Outbox outbox;
  private final DatabaseClock clock;

  JobRestarts(
      Jobs jobs, Reopening reopening, Samplers samplers, Outbox outbox, DatabaseClock clock) {
    this.jobs = jobs;
    this.reopening = reopening;
    this.samplers = samplers;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Gives up what the job learned after a step. Its budgets start anew, and nodes where it failed
   * may have it again. No attempt holds it meanwhile, so none can bring back what is given up.
   *
   * @param step of a checkpoint that is kept
   */
  @Transactional
  public Job restart(OwnerScope scope, JobId id, int step) {
    JobEntity job = jobs.lock(scope, id);
    reopening.requireTraining(job);
    if (job.status == JobStatus.RUNNING) {
      throw Reopening.conflict(job, "is running: cancel it first, then restart it.");
    }
    CheckpointEntity from = keptAt(job, step);
    reopening.requireWhatItNeeds(job);
    Instant now = clock.now();
    String undone =
        job.resumeStep() > step ? "; what came after that, up to step " + reached(job) : "";
    giveUpAttempts(job, step);
    CheckpointRetirement.afterRestart(job, step, now);
    samplers.afterRestart(job, step, now);
    job.lastCheckpointStep = step;
    job.loss = from.loss;
    job.restartedAfterAttempt = job.attempt;
    reopening.startBudgetsAnew(job);
    reopening.reopen(job, Transition.RESTART, now);
    outbox.append(
        job,
        EventType.RESTARTED,
        now,
        "Restarted by its owner; it goes on from step "
            + step
            + (undone.isEmpty() ? "." : undone + ", is given up."));
    return JobView.of(job);
  }

  private static int reached(JobEntity job) {
    return Math.max(job.step, job.resumeStep());
  }

  private static CheckpointEntity keptAt(JobEntity job, int step) {
    List<CheckpointEntity> kept = CheckpointEntity.keptOf(job.id);
    return kept.stream()
        .filter(checkpoint -> checkpoint.step == step)
        .findFirst()
        .orElseThrow(
            () ->
                Reopening.conflict(
                    job,
                    KeptSteps.objection(
                        step, kept.stream().map(checkpoint -> checkpoint.step).toList())));
  }

  /** Steps after that one are done again, and a completion at one of them is none any more. */
  private static void giveUpAttempts(JobEntity job, int step) {
    for (AttemptEntity attempt : AttemptEntity.reachedBy(job.id, step)) {
      attempt.undo(step);
    }
  }
}
