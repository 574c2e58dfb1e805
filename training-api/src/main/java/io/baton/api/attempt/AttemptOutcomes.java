package io.baton.api.attempt;

import io.baton.api.artifact.ArtifactFileEntity;
import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Sampler;
import io.baton.api.job.Transition;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.node.Bans;
import io.baton.api.node.Blame;
import io.baton.api.pool.FailureLimit;
import io.baton.api.sample.Samplers;
import io.baton.api.storage.StoredObjects;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.Release;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** How nodes say that their attempt is over. */
@ApplicationScoped
public class AttemptOutcomes {
  private final LeaseFence fence;
  private final AttemptEnd end;
  private final StoredObjects stored;
  private final Bans bans;
  private final FailureLimit limit;
  private final Samplers samplers;
  private final Outbox outbox;
  private final DatabaseClock clock;

  AttemptOutcomes(
      LeaseFence fence,
      AttemptEnd end,
      StoredObjects stored,
      Bans bans,
      FailureLimit limit,
      Samplers samplers,
      Outbox outbox,
      DatabaseClock clock) {
    this.fence = fence;
    this.end = end;
    this.stored = stored;
    this.bans = bans;
    this.limit = limit;
    this.samplers = samplers;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The job is done. Saying so again under the same attempt changes nothing. */
  public void complete(LeaseToken token, Completion completion) {
    if (QuarkusTransaction.requiringNew().call(() -> completedBy(token))) {
      return;
    }
    QuarkusTransaction.requiringNew()
        .run(() -> requireLastStep(fence.check(token), completion.step()));
    // Storage is asked outside of the transaction: no row stays locked while it answers.
    stored.requireBelowAttempt(token.job(), token.attempt(), "files", completion.files());
    QuarkusTransaction.requiringNew().run(() -> recordCompletion(token, completion));
  }

  private static boolean completedBy(LeaseToken token) {
    Optional<AttemptEntity> known =
        AttemptEntity.find(token.job().value(), token.attempt().number());
    return known.isPresent() && known.get().outcome == AttemptOutcome.COMPLETED;
  }

  private static void requireLastStep(JobEntity job, int step) {
    if (step != job.stepsOfAttempt()) {
      throw new InvalidFieldException(
          "step", "must be " + job.stepsOfAttempt() + ", the steps of the job, not " + step);
    }
  }

  private void recordCompletion(LeaseToken token, Completion completion) {
    if (completedBy(token)) {
      return;
    }
    Optional<JobEntity> sampled = Sampler.lockSampled(token.job());
    JobEntity job = fence.lock(token);
    Instant now = clock.now();
    job.step = completion.step();
    if (job.extendedSinceGrant()) {
      end.extended(job, now);
      return;
    }
    end.record(job, job.attempt, job.step, AttemptOutcome.COMPLETED, null, now);
    ArtifactFileEntity.deleteOf(job);
    completion
        .files()
        .forEach(file -> ArtifactFileEntity.of(job, completion.step(), file).persist());
    end.finish(
        job,
        Transition.COMPLETE,
        EventType.COMPLETED,
        null,
        "Completed at step " + job.step + " on node " + job.nodeId + ".",
        now);
    sampled.ifPresentOrElse(
        of -> samplers.drawn(of, job, completion.files(), now),
        () -> samplers.afterCompletion(job, completion.step(), completion.files(), now));
  }

  /**
   * The trainer said no, or died of its own doing. Where the node is out of work because jobs fail
   * on it, what it still held is interrupted: it has failed all the jobs that it may.
   */
  @Transactional
  public void fail(LeaseToken token, Failure failure) {
    Optional<JobEntity> sampled = Sampler.lockSampled(token.job());
    JobEntity job = fence.lock(token);
    Instant now = clock.now();
    fail(job, failure, now);
    sampled.ifPresent(of -> samplers.failed(of, job, now));
  }

  private void fail(JobEntity job, Failure failure, Instant now) {
    Optional<FailureLimit.Culprit> culprit =
        Blame.isNodes(failure.failureClass()) ? Optional.of(limit.culprit(job)) : Optional.empty();
    bans.afterFailure(job, failure.message());
    if (culprit.isPresent() && culprit.get().isOut()) {
      end.interrupt(
          job,
          Transition.RELEASE,
          AttemptOutcome.DRAINED,
          failure.message(),
          "Node "
              + job.nodeId
              + ", which is out of work because jobs failed on it, could not go on: "
              + failure.message(),
          now);
      explain(job, failure);
      return;
    }
    end.record(job, job.attempt, job.step, AttemptOutcome.FAILED, failure.message(), now);
    explain(job, failure);
    job.failures++;
    culprit.ifPresent(FailureLimit.Culprit::failedAgain);
    outbox.append(
        job,
        EventType.ATTEMPT_FAILED,
        now,
        "Attempt " + job.attempt + " failed on node " + job.nodeId + ": " + failure.message());
    if (!failure.failureClass().retryable()) {
      end.giveUp(job, failure.message(), now);
    } else if (job.failures >= job.maxFailures) {
      end.giveUp(
          job,
          "The job failed "
              + AttemptEnd.times(job.failures)
              + ", as often as its budget allows. The last time: "
              + failure.message(),
          now);
    } else {
      end.leaveToOthers(job, Transition.RETRY, failure.message(), now);
    }
  }

  private static void explain(JobEntity job, Failure failure) {
    AttemptEntity ended = AttemptEntity.find(job.id, job.attempt).orElseThrow();
    ended.failureClass = failure.failureClass().wireName();
    ended.logTail = String.join("\n", failure.logTail()).replace('\0', ' ');
  }

  /** The node gives the job back. */
  @Transactional
  public void release(LeaseToken token, Release release) {
    Optional<JobEntity> sampled = Sampler.lockSampled(token.job());
    JobEntity job = fence.lock(token);
    if (release.step() > job.totalSteps) {
      throw new InvalidFieldException(
          "step", "must be at most the job's " + job.totalSteps + " steps, not " + release.step());
    }
    job.step = release.step();
    if (job.extendedSinceGrant()) {
      end.extended(job, clock.now());
      return;
    }
    Instant now = clock.now();
    end.interrupt(
        job,
        Transition.RELEASE,
        AttemptOutcome.DRAINED,
        release.reason(),
        "Node " + job.nodeId + " gave the job back at step " + job.step + ": " + release.reason(),
        now);
    sampled.ifPresent(of -> samplers.failed(of, job, now));
  }
}
