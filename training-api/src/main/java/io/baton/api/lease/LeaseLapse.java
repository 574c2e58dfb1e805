package io.baton.api.lease;

import io.baton.api.attempt.AttemptEnd;
import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Sampler;
import io.baton.api.job.Transition;
import io.baton.api.sample.Samplers;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.job.AttemptOutcome;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notices leases that lapsed, so that users learn of it before another node asks for work. Each row
 * is locked and skipped by the others, so any number of replicas may look at once.
 */
@ApplicationScoped
public class LeaseLapse implements ClusterTask {
  static final String REASON = "The node was not heard of until its lease lapsed.";

  private static final int BATCH = 200;
  private static final String LAPSED =
      """
      select * from job
      where lease_watch_at <= baton_now() and lease_expires_at <= baton_now()
      order by lease_expires_at
      limit :batch
      for no key update skip locked
      """;

  private static final String WATCH_LATER =
      """
      update job set lease_watch_at = lease_expires_at
      where id in (
        select id from job where lease_watch_at <= baton_now() and lease_expires_at > baton_now()
        limit :batch
        for no key update skip locked)
      """;

  private final EntityManager entities;
  private final AttemptEnd attemptEnd;
  private final Samplers samplers;
  private final DatabaseClock clock;
  private final Duration every;

  LeaseLapse(
      EntityManager entities,
      AttemptEnd attemptEnd,
      Samplers samplers,
      DatabaseClock clock,
      BatonConfig config) {
    this.entities = entities;
    this.attemptEnd = attemptEnd;
    this.samplers = samplers;
    this.clock = clock;
    this.every = config.lease().lapseInterval();
  }

  @Override
  public String name() {
    return "lease-lapse";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    interruptAll();
  }

  /** Interrupts every job whose lease has lapsed. */
  public void interruptAll() {
    while (QuarkusTransaction.requiringNew().call(this::watchBatchLater) == BATCH) {}
    while (QuarkusTransaction.requiringNew().call(this::interruptBatch) == BATCH) {}
  }

  /** Leases that were renewed in time need no look until their new end. */
  private int watchBatchLater() {
    return entities.createNativeQuery(WATCH_LATER).setParameter("batch", BATCH).executeUpdate();
  }

  private int interruptBatch() {
    @SuppressWarnings("unchecked")
    List<JobEntity> lapsed =
        entities
            .createNativeQuery(LAPSED, JobEntity.class)
            .setParameter("batch", BATCH)
            .getResultList();
    if (lapsed.isEmpty()) {
      return 0;
    }
    Instant now = clock.now();
    return (int) lapsed.stream().filter(job -> interrupt(job, now)).count();
  }

  /**
   * Whether it could be done. Who locks both rows locks that of the sampled job first; to wait for
   * it here could wait for ever, so it is left for the next look.
   */
  private boolean interrupt(JobEntity job, Instant now) {
    Optional<JobEntity> sampled =
        job.sampledJobId == null ? Optional.empty() : Sampler.lockSampledIfFree(entities, job);
    if (job.sampledJobId != null && sampled.isEmpty()) {
      return false;
    }
    attemptEnd.interrupt(
        job, Transition.LAPSE, AttemptOutcome.LOST, REASON, text(job.attempt, job.nodeId), now);
    sampled.ifPresent(of -> samplers.failed(of, job, now));
    return true;
  }

  static String text(int attempt, String nodeId) {
    return "Attempt "
        + attempt
        + " ended: node "
        + nodeId
        + " was not heard of until its lease lapsed.";
  }
}
