package io.baton.api.lease;

import io.baton.api.attempt.AttemptEnd;
import io.baton.api.attempt.AttemptEntity;
import io.baton.api.config.BatonConfig;
import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Transition;
import io.baton.api.node.NodePresence;
import io.baton.api.observe.WorkMetrics;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.JobId;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Hands out work. */
@ApplicationScoped
public class Claims {
  private static final String UNDELIVERED = "The node was not told of the job.";

  private static final String GAVE_UP = "The node could not renew its lease.";

  private final ClaimStatement statement;
  private final LeaseFence fence;
  private final DatabaseClock clock;
  private final NodePresence presence;
  private final AttemptEnd attemptEnd;
  private final Grants grants;
  private final Outbox outbox;
  private final WorkMetrics metrics;
  private final BatonConfig.Lease config;

  Claims(
      ClaimStatement statement,
      LeaseFence fence,
      DatabaseClock clock,
      NodePresence presence,
      AttemptEnd attemptEnd,
      Grants grants,
      Outbox outbox,
      WorkMetrics metrics,
      BatonConfig config) {
    this.statement = statement;
    this.fence = fence;
    this.clock = clock;
    this.presence = presence;
    this.attemptEnd = attemptEnd;
    this.grants = grants;
    this.outbox = outbox;
    this.metrics = metrics;
    this.config = config.lease();
  }

  /** Empty when there is nothing for the node to do. */
  public Optional<Grant> claim(WorkRequest request) {
    Optional<Grants.Contents> started =
        metrics.claim(
            () ->
                QuarkusTransaction.requiringNew()
                    .call(
                        () -> {
                          presence.seen(request);
                          return statement.claim(request, config.duration()).map(this::start);
                        }));
    return started.map(this::grant);
  }

  private Grant grant(Grants.Contents contents) {
    JobEntity job = contents.job();
    try {
      return grants.sign(contents);
    } catch (RuntimeException e) {
      takeBack(job.jobId(), new Attempt(job.attempt));
      throw e;
    }
  }

  /** The node went away before it learned of the job: another gets it, at once. */
  public void takeBack(Grant grant) {
    takeBack(grant.job(), grant.attempt());
  }

  private void takeBack(JobId id, Attempt attempt) {
    LeaseToken token = new LeaseToken(id, attempt, Optional.empty());
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              JobEntity job = fence.lock(token);
              attemptEnd.interrupt(
                  job,
                  Transition.RELEASE,
                  AttemptOutcome.DRAINED,
                  UNDELIVERED,
                  "Node " + job.nodeId + " could not be told of the job.",
                  clock.now());
            });
  }

  private Grants.Contents start(ClaimStatement.Claimed claimed) {
    JobEntity job = JobEntity.findById(claimed.jobId());
    Instant now = claimed.at();
    claimed.superseded().ifPresent(former -> endFormer(job, former, now));

    AttemptEntity attempt = new AttemptEntity();
    attempt.jobId = job.id;
    attempt.number = job.attempt;
    attempt.nodeId = job.nodeId;
    attempt.startedAt = now;
    attempt.resumedFromStep = job.step;
    attempt.lastStep = job.step;
    attempt.pool = job.nodePool;
    attempt.pricePerHour = job.attemptPrice;
    attempt.persist();

    String from = job.step == 0 ? "the beginning" : "step " + job.step;
    outbox.append(
        job,
        EventType.STARTED,
        now,
        "Attempt " + job.attempt + " started on node " + job.nodeId + " from " + from + ".");
    return grants.read(job);
  }

  private void endFormer(JobEntity job, ClaimStatement.Claimed.Superseded former, Instant now) {
    // A claim takes a running job over from a node that is silent, or from the one that asks.
    boolean sameNode = former.nodeId().equals(job.nodeId);
    attemptEnd.record(
        job,
        former.attempt(),
        former.step(),
        AttemptOutcome.LOST,
        sameNode ? GAVE_UP : LeaseLapse.REASON,
        now);
    outbox.append(
        job,
        former.attempt(),
        former.nodeId(),
        former.step(),
        EventType.INTERRUPTED,
        now,
        sameNode
            ? "Attempt "
                + former.attempt()
                + " ended: node "
                + job.nodeId
                + " could not renew its lease."
            : LeaseLapse.text(former.attempt(), former.nodeId()));
  }
}
