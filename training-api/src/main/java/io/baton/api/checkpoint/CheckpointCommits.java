package io.baton.api.checkpoint;

import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.ProblemException;
import io.baton.api.sample.Samplers;
import io.baton.api.storage.StoredObjects;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records checkpoints whose objects are in storage. */
@ApplicationScoped
public class CheckpointCommits {
  private final LeaseFence fence;
  private final StoredObjects stored;
  private final Outbox outbox;
  private final Samplers samplers;
  private final DatabaseClock clock;

  CheckpointCommits(
      LeaseFence fence,
      StoredObjects stored,
      Outbox outbox,
      Samplers samplers,
      DatabaseClock clock) {
    this.fence = fence;
    this.stored = stored;
    this.outbox = outbox;
    this.samplers = samplers;
    this.clock = clock;
  }

  /** Committing the same manifest again under the same attempt changes nothing. */
  public Checkpoint commit(LeaseToken token, CheckpointCommit commit) {
    QuarkusTransaction.requiringNew()
        .run(() -> requireStepInJob(fence.check(token), commit.step()));
    // Storage is asked outside of the transaction: no row stays locked while it answers.
    stored.requireBelowAttempt(
        token.job(), token.attempt(), "manifest", List.of(commit.manifest()));
    Checkpoint recorded = QuarkusTransaction.requiringNew().call(() -> record(token, commit));
    // Where this fails, the node commits again, which changes nothing else.
    samplers.afterCheckpoint(token.job(), commit.step());
    return recorded;
  }

  private static void requireStepInJob(JobEntity job, int step) {
    if (step > job.totalSteps) {
      throw new InvalidFieldException(
          "step", "must be at most the job's " + job.totalSteps + " steps, not " + step);
    }
  }

  private Checkpoint record(LeaseToken token, CheckpointCommit commit) {
    JobEntity job = fence.lock(token);
    return CheckpointEntity.find(job.id, commit.step(), job.attempt)
        .map(known -> requireSame(known, commit))
        .orElseGet(() -> insert(job, commit))
        .toRecord();
  }

  private static CheckpointEntity requireSame(CheckpointEntity known, CheckpointCommit commit) {
    boolean same =
        known.manifestKey.equals(commit.manifest().key())
            && known.manifestSha256.equals(commit.manifest().sha256());
    if (!same) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Attempt "
              + known.attempt
              + " committed step "
              + known.step
              + " with another manifest already.");
    }
    return known;
  }

  private CheckpointEntity insert(JobEntity job, CheckpointCommit commit) {
    CheckpointEntity checkpoint = new CheckpointEntity();
    checkpoint.jobId = job.id;
    checkpoint.step = commit.step();
    checkpoint.attempt = job.attempt;
    checkpoint.manifestKey = commit.manifest().key();
    checkpoint.manifestSha256 = commit.manifest().sha256();
    checkpoint.bytes = commit.bytes();
    checkpoint.loss = commit.loss().orElse(null);
    checkpoint.uploadSeconds = commit.uploadSeconds().orElse(null);
    checkpoint.costSeconds = commit.costSeconds().orElse(null);
    checkpoint.committedAt = clock.now();
    checkpoint.persist();
    job.step = Math.max(job.step, commit.step());
    job.lastCheckpointStep = Math.max(job.resumeStep(), commit.step());
    job.updatedAt = checkpoint.committedAt;
    CheckpointRetirement.afterCommit(job, checkpoint.committedAt);
    outbox.append(
        job,
        job.attempt,
        job.nodeId,
        commit.step(),
        EventType.CHECKPOINT,
        checkpoint.committedAt,
        "Checkpoint at step " + commit.step() + " committed.");
    return checkpoint;
  }
}
