package io.baton.api.attempt;

import io.baton.api.budget.JobSpending;
import io.baton.api.checkpoint.CheckpointRetirement;
import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Transition;
import io.baton.api.metric.MetricTable;
import io.baton.api.node.NodeSpeeds;
import io.baton.api.node.WorkClass;
import io.baton.api.pulse.Pulses;
import io.baton.api.training.CheckpointCosts;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.AttemptOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the ends of attempts have in common. The caller has locked the job's row. */
@ApplicationScoped
public class AttemptEnd {
  private static final Set<AttemptOutcome> INTERRUPTED =
      EnumSet.of(AttemptOutcome.DRAINED, AttemptOutcome.LOST);

  private final Outbox outbox;
  private final Pulses pulses;
  private final NodeSpeeds speeds;
  private final CheckpointCosts costs;
  private final MetricTable metrics;
  private final Event<AttemptEnded> ended;

  AttemptEnd(
      Outbox outbox,
      Pulses pulses,
      NodeSpeeds speeds,
      CheckpointCosts costs,
      MetricTable metrics,
      Event<AttemptEnded> ended) {
    this.outbox = outbox;
    this.pulses = pulses;
    this.speeds = speeds;
    this.costs = costs;
    this.metrics = metrics;
    this.ended = ended;
  }

  /**
   * Writes how an attempt ended into the job's history.
   *
   * @param heardStep the step that its heartbeats told of last
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public AttemptEntity record(
      JobEntity job,
      int number,
      int heardStep,
      AttemptOutcome outcome,
      String reason,
      Instant now) {
    int lastStep = lastStep(job, number, heardStep, outcome);
    AttemptEntity attempt =
        AttemptEntity.find(job.id, number)
            .orElseThrow(() -> new IllegalStateException(job.id + " has no attempt " + number));
    // Of a former attempt the claim that superseded it has counted the time.
    if (number == job.attempt) {
      JobSpending.settle(job, now);
      pulses.end(job);
    }
    attempt.outcome = outcome;
    attempt.reason = reason;
    attempt.endedAt = now;
    attempt.lastStep = lastStep;
    attempt.stepsLost = StepsLost.of(outcome, lastStep, job.resumeStep());
    attempt.stepsPerSecond = job.stepsPerSecond;
    if (job.stepsPerSecond != null && lastStep > attempt.resumedFromStep) {
      attempt.workClass = WorkClass.of(job.spec).text();
    }
    speeds.record(job);
    costs.record(job, number);
    Optional<Duration> recovery = noteFirstStep(job, attempt);
    // The index that allows one open attempt a job must see this before the next one is inserted.
    attempt.persistAndFlush();
    ended.fire(AttemptEnded.of(attempt, recovery));
    return attempt;
  }

  /** Measurements may tell of steps that no heartbeat told of, where the node had no last word. */
  private int lastStep(JobEntity job, int number, int heardStep, AttemptOutcome outcome) {
    return switch (outcome) {
      case LOST, FAILED -> Math.max(heardStep, metrics.furthestStep(job.id, number));
      case COMPLETED, CANCELED, DRAINED, EXTENDED -> heardStep;
    };
  }

  /** Where {@link FirstSteps} did not look since it stepped, and the job's row still tells when. */
  private static Optional<Duration> noteFirstStep(JobEntity job, AttemptEntity attempt) {
    if (attempt.firstStepAt != null
        || attempt.number != job.attempt
        || attempt.lastStep <= attempt.resumedFromStep) {
      return Optional.empty();
    }
    attempt.firstStepAt = job.updatedAt;
    return AttemptEntity.find(job.id, attempt.number - 1)
        .filter(former -> INTERRUPTED.contains(former.outcome))
        .map(former -> Duration.between(former.endedAt, attempt.firstStepAt));
  }

  /**
   * The machine went away or gave the job back: the job waits for another, or its budget ends it.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void interrupt(
      JobEntity job,
      Transition transition,
      AttemptOutcome outcome,
      String reason,
      String text,
      Instant now) {
    record(job, job.attempt, job.step, outcome, reason, now);
    job.interruptions++;
    outbox.append(job, EventType.INTERRUPTED, now, text);
    if (job.interruptions >= job.maxInterruptions) {
      giveUp(
          job,
          "The job was interrupted "
              + times(job.interruptions)
              + ", as often as its budget allows. The last time: "
              + reason,
          now);
    } else {
      leaveToOthers(job, transition, reason, now);
    }
  }

  /** The attempt did all that it was told, but meanwhile the job was given more steps. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void extended(JobEntity job, Instant now) {
    String reason = "The job was extended to " + job.totalSteps + " steps.";
    record(job, job.attempt, job.step, AttemptOutcome.EXTENDED, reason, now);
    outbox.append(
        job,
        EventType.INTERRUPTED,
        now,
        "Node " + job.nodeId + " gave the job back at step " + job.step + ": " + reason);
    leaveToOthers(job, Transition.RELEASE, reason, now);
  }

  /** The job waits for another node, unless what it may use of time or money is used up. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void leaveToOthers(JobEntity job, Transition transition, String reason, Instant now) {
    Optional<String> usedUp = JobSpending.usedUp(job);
    if (usedUp.isPresent()) {
      giveUp(job, usedUp.get(), now);
      return;
    }
    transition.apply(job);
    job.reason = reason;
    if (job.leaseExpiresAt.isAfter(now)) {
      job.leaseExpiresAt = now;
    }
    job.phase = null;
    job.stepsPerSecond = null;
    job.stepsAtRisk = null;
    job.secondsAtRisk = null;
    job.updatedAt = now;
  }

  /** The job ends as failed. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void giveUp(JobEntity job, String reason, Instant now) {
    finish(job, Transition.GIVE_UP, EventType.FAILED, reason, reason, now);
  }

  /** The job ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void finish(
      JobEntity job,
      Transition transition,
      EventType event,
      String reason,
      String text,
      Instant now) {
    transition.apply(job);
    job.reason = reason;
    job.endedAt = now;
    if (job.leaseExpiresAt != null && job.leaseExpiresAt.isAfter(now)) {
      job.leaseExpiresAt = now;
    }
    job.phase = null;
    job.stepsPerSecond = null;
    job.stepsAtRisk = null;
    job.secondsAtRisk = null;
    job.updatedAt = now;
    CheckpointRetirement.afterEnd(job, now);
    outbox.append(job, event, now, text);
  }

  static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
