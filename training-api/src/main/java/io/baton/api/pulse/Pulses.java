package io.baton.api.pulse;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptPulse;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps some heartbeats of every attempt for its timeline. Heartbeats themselves write nothing of
 * it: they are too many. Every few seconds one statement looks when the leases of running jobs were
 * renewed, and notes those whose time has come. An attempt that has {@link #MOST} loses every other
 * one and is noted half as often from then on, so that what is kept is bounded, and so is the work:
 * the longer an attempt goes on, the rarer it is touched.
 */
@ApplicationScoped
public class Pulses implements ClusterTask {
  static final int MOST = 120;

  /** In seconds. */
  private static final int FIRST_SPACING = 5;

  private static final String NOTE =
      """
      insert into attempt_pulse (attempt_id, spacing_seconds, newest_at, at, step)
      select attempt.id, :spacing, beat.at, array[beat.at], array[job.step]
      from attempt
        join job on job.id = attempt.job_id and job.attempt = attempt.number
        left join attempt_pulse known on known.attempt_id = attempt.id
        cross join lateral (
          select job.lease_expires_at - :leaseMillis * interval '1 millisecond' as at) beat
      where attempt.outcome is null
        and (known.attempt_id is null
          or beat.at >= known.newest_at + known.spacing_seconds * interval '1 second')
      """;

  /** Of an attempt that ends: the last time that its node was heard of. */
  private static final String NOTE_LAST =
      """
      insert into attempt_pulse (attempt_id, spacing_seconds, newest_at, at, step)
      select id, :spacing, :at, array[cast(:at as timestamptz)], array[cast(:step as integer)]
      from attempt where job_id = :job and number = :attempt
      """;

  private static final String ADD =
      """
      on conflict (attempt_id) do update set
        spacing_seconds = case when cardinality(attempt_pulse.at) < :most
          then attempt_pulse.spacing_seconds else 2 * attempt_pulse.spacing_seconds end,
        newest_at = excluded.newest_at,
        at = case when cardinality(attempt_pulse.at) < :most then attempt_pulse.at
          else array(select kept from unnest(attempt_pulse.at) with ordinality as kept_at (kept, place)
            where place % 2 = 1 order by place) end || excluded.at,
        step = case when cardinality(attempt_pulse.at) < :most then attempt_pulse.step
          else array(select kept from unnest(attempt_pulse.step) with ordinality as kept_step (kept, place)
            where place % 2 = 1 order by place) end || excluded.step
      where excluded.newest_at > attempt_pulse.newest_at
      """;

  private static final String OF_JOB =
      """
      select attempt.number, beat.at, beat.step
      from attempt join attempt_pulse on attempt_pulse.attempt_id = attempt.id
        cross join lateral unnest(attempt_pulse.at, attempt_pulse.step) as beat (at, step)
      where attempt.job_id = :job order by attempt.number, beat.at
      """;

  private final EntityManager entities;
  private final Duration every;
  private final Duration lease;

  Pulses(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.every = config.metrics().pulseInterval();
    this.lease = config.lease().duration();
  }

  @Override
  public String name() {
    return "pulses";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    note();
  }

  void note() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(NOTE + ADD)
                    .setParameter("spacing", FIRST_SPACING)
                    .setParameter("leaseMillis", lease.toMillis())
                    .setParameter("most", MOST)
                    .executeUpdate());
  }

  /** The newest attempt of a job ends; the caller has locked the job's row. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void end(JobEntity job) {
    entities
        .createNativeQuery(NOTE_LAST + ADD)
        .setParameter("spacing", FIRST_SPACING)
        .setParameter("at", job.leaseExpiresAt.minus(lease))
        .setParameter("step", job.step)
        .setParameter("job", job.id)
        .setParameter("attempt", job.attempt)
        .setParameter("most", MOST)
        .executeUpdate();
  }

  /** By attempt. */
  @Transactional(Transactional.TxType.MANDATORY)
  public List<AttemptPulse> of(String jobId) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities.createNativeQuery(OF_JOB, Tuple.class).setParameter("job", jobId).getResultList();
    SortedMap<Integer, List<AttemptPulse.Heartbeat>> byAttempt = new TreeMap<>();
    for (Tuple row : rows) {
      byAttempt
          .computeIfAbsent(row.get(0, Integer.class), none -> new ArrayList<>())
          .add(new AttemptPulse.Heartbeat(row.get(1, Instant.class), row.get(2, Integer.class)));
    }
    return byAttempt.entrySet().stream()
        .map(entry -> new AttemptPulse(new Attempt(entry.getKey()), entry.getValue()))
        .toList();
  }
}
