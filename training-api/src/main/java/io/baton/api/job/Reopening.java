package io.baton.api.job;

import io.baton.api.budget.JobSpending;
import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.config.BatonConfig;
import io.baton.api.node.Bans;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the ways to make a job go on have in common. The caller has locked the job's row. */
@ApplicationScoped
class Reopening {
  private final DatasetChoice datasets;
  private final Bans bans;
  private final Duration undrawnKept;

  Reopening(DatasetChoice datasets, Bans bans, BatonConfig config) {
    this.datasets = datasets;
    this.bans = bans;
    this.undrawnKept = config.retention().undrawn();
  }

  void requireTraining(JobEntity job) {
    if (job.sampledJobId != null) {
      throw conflict(
          job,
          "only draws sample images of job " + job.sampledJobId + ": it cannot be changed so.");
    }
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void requireWhatItNeeds(JobEntity job) {
    datasets.look(new OwnerName(job.owner), List.of(job.spec)).totalSteps(job.spec);
    if (job.lastCheckpointStep != null && CheckpointEntity.keptOf(job.id).isEmpty()) {
      throw conflict(job, "has no checkpoint any more: they were deleted. Submit it anew.");
    }
  }

  /** Of a job that draws: the LoRA that its images are to show. */
  void requireWeights(JobEntity sampler, Instant now) {
    if (sampler.sampledUndone) {
      throw conflict(
          sampler,
          "can draw no more: job " + sampler.sampledJobId + " went back to an earlier step.");
    }
    Sampler.retryUntil(sampler, undrawnKept)
        .filter(until -> !now.isBefore(until))
        .ifPresent(
            until -> {
              throw conflict(
                  sampler,
                  "can draw no more: the LoRA of step "
                      + sampler.sampledStep
                      + " was kept for it until "
                      + until.truncatedTo(ChronoUnit.SECONDS)
                      + ". Draw with a newer LoRA of job "
                      + sampler.sampledJobId
                      + " by sdxl-lora sample.");
            });
  }

  /** Whoever lets a job go on believes that the cause of what went wrong is gone. */
  @Transactional(Transactional.TxType.MANDATORY)
  void startBudgetsAnew(JobEntity job) {
    job.failures = 0;
    job.interruptions = 0;
    job.countedAfterAttempt = job.attempt;
    JobSpending.excuse(job);
    bans.liftAfterFailures(job);
  }

  /** The job waits for a node again, in its old place. */
  void reopen(JobEntity job, Transition transition, Instant now) {
    transition.apply(job);
    job.step = job.resumeStep();
    job.reason = null;
    job.endedAt = null;
    job.updatedAt = now;
  }

  static ProblemException conflict(JobEntity job, String why) {
    return new ProblemException(ErrorCode.CONFLICT, "Job " + job.id + " " + why);
  }
}
