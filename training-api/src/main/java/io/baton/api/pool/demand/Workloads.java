package io.baton.api.pool.demand;

import io.baton.api.pool.policy.Policies;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.PoolWorkload.RecordedJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What pools had to do, read from the attempts that their nodes made and from the jobs in line. */
@ApplicationScoped
public class Workloads {
  /** Attempts that are read at most, the newest. */
  private static final int MOST_ATTEMPTS = 50_000;

  /** Of the jobs that nodes of the pool worked at. Steps that were lost are no work. */
  private static final String WORKED_AT =
      """
      with tenure as (
        select job_id, outcome, steps_per_second, greatest(last_step - resumed_from_step, 0) as done, steps_lost,
          extract(epoch from least(coalesce(ended_at, :until), :until) - greatest(started_at, :since)) as seconds
        from (select * from attempt where pool = :pool order by id desc limit :attempts) newest
        where started_at < :until and (ended_at is null or ended_at > :since)
      )
      select greatest(job.created_at, cast(:since as timestamptz)) as came,
        cast(sum(tenure.seconds * case
          when tenure.done > 0 then greatest(0, 1 - tenure.steps_lost / cast(tenure.done as double precision))
          when tenure.outcome is null or tenure.outcome in ('completed', 'canceled') then 1
          else 0 end) as double precision) as worked,
        case when job.status in ('pending', 'running', 'interrupted')
          then greatest(job.total_steps - case when job.status = 'running' then job.step
            else coalesce(job.last_checkpoint_step, 0) end, 0) else 0 end as steps_left,
        max(tenure.steps_per_second) as speed, job.base_model
      from tenure join job on job.id = tenure.job_id
      group by job.id
      order by came desc
      limit :most
      """;

  private static final String NEVER_BEGUN =
      """
      select greatest(created_at, cast(:since as timestamptz)), cast(0 as double precision), total_steps,
        cast(null as double precision), base_model
      from job where status = 'pending' and attempt = 0 and created_at < :until
        and claim_class = any(cast(:classes as uuid[]))
      order by created_at desc
      limit :most
      """;

  private static final String ATTEMPTS =
      """
      select
        cast(percentile_cont(0.5) within group (order by extract(epoch from first_step_at - started_at))
          filter (where first_step_at is not null) as double precision),
        count(*) filter (where outcome = 'lost'),
        cast(coalesce(sum(extract(epoch from least(coalesce(ended_at, :until), :until)
          - greatest(started_at, :since))), 0) as double precision)
      from (select * from attempt where pool = :pool order by id desc limit :attempts) newest
      where started_at < :until and (ended_at is null or ended_at > :since)
      """;

  /** Nodes that came within the stretch, beside the newest decision before that asked for any. */
  private static final String STARTS =
      """
      select cast(percentile_cont(0.5) within group (order by extract(epoch from node.first_seen_at - asked.at))
        as double precision)
      from node cross join lateral (
        select at from scaling_decision
        where pool = :pool and action = 'scale-up' and at <= node.first_seen_at
        order by sequence desc limit 1) asked
      where node.pool = :pool and node.first_seen_at >= :since and node.first_seen_at < :until
        and asked.at > node.first_seen_at - cast(:provision as bigint) * interval '1 second'
      """;

  private final EntityManager entities;
  private final Policies policies;
  private final Members members;
  private final ClaimableJobs claimable;
  private final PoolSpeeds speeds;

  Workloads(
      EntityManager entities,
      Policies policies,
      Members members,
      ClaimableJobs claimable,
      PoolSpeeds speeds) {
    this.entities = entities;
    this.policies = policies;
    this.members = members;
    this.claimable = claimable;
    this.speeds = speeds;
  }

  /** From one instant to before another, which is not after now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public PoolWorkload of(PoolName pool, Instant since, Instant until) {
    PoolPolicy policy = policies.of(pool).policy();
    List<Tuple> rows = new ArrayList<>(workedAt(pool, since, until));
    rows.addAll(neverBegun(pool, policy, since, until));
    Speeds known = Speeds.of(speeds.byBaseModel(pool));
    List<RecordedJob> jobs = new ArrayList<>();
    int unknown = 0;
    for (Tuple row : rows) {
      Optional<RecordedJob> job = job(row, known);
      job.ifPresent(jobs::add);
      unknown += job.isPresent() ? 0 : 1;
    }
    jobs.sort(Comparator.comparing(RecordedJob::at));
    boolean cut = jobs.size() > PoolWorkload.MOST_JOBS;
    List<RecordedJob> told =
        cut ? jobs.subList(jobs.size() - PoolWorkload.MOST_JOBS, jobs.size()) : jobs;
    Tuple attempts = attempts(pool, since, until);
    return new PoolWorkload(
        pool,
        cut ? told.get(0).at() : since,
        until,
        told,
        unknown,
        startSeconds(pool, policy, since, until),
        Optional.ofNullable(attempts.get(0, Double.class)),
        Math.toIntExact(attempts.get(1, Long.class)),
        attempts.get(2, Double.class));
  }

  /** Empty where nothing tells how long the steps that are left take. */
  private static Optional<RecordedJob> job(Tuple row, Speeds known) {
    int left = row.get(2, Integer.class);
    double worked = row.get(1, Double.class);
    Instant at = row.get(0, Instant.class);
    if (left == 0) {
      return Optional.of(new RecordedJob(at, worked, false));
    }
    OptionalDouble speed =
        known.of(row.get(4, String.class), Optional.ofNullable(row.get(3, Double.class)));
    return speed.isPresent()
        ? Optional.of(new RecordedJob(at, worked + left / speed.getAsDouble(), true))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  private List<Tuple> workedAt(PoolName pool, Instant since, Instant until) {
    return entities
        .createNativeQuery(WORKED_AT, Tuple.class)
        .setParameter("pool", pool.value())
        .setParameter("since", since)
        .setParameter("until", until)
        .setParameter("attempts", MOST_ATTEMPTS)
        .setParameter("most", PoolWorkload.MOST_JOBS + 1)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  private List<Tuple> neverBegun(PoolName pool, PoolPolicy policy, Instant since, Instant until) {
    String[] classes =
        claimable
            .of(PoolKinds.of(policy.nodes(), members.kinds(pool)), PoolWorkload.MOST_JOBS, until)
            .stream()
            .map(WaitingJobs::claimClass)
            .distinct()
            .toArray(String[]::new);
    return entities
        .createNativeQuery(NEVER_BEGUN, Tuple.class)
        .setParameter("classes", classes)
        .setParameter("since", since)
        .setParameter("until", until)
        .setParameter("most", PoolWorkload.MOST_JOBS + 1)
        .getResultList();
  }

  private Tuple attempts(PoolName pool, Instant since, Instant until) {
    return (Tuple)
        entities
            .createNativeQuery(ATTEMPTS, Tuple.class)
            .setParameter("pool", pool.value())
            .setParameter("since", since)
            .setParameter("until", until)
            .setParameter("attempts", MOST_ATTEMPTS)
            .getSingleResult();
  }

  private Optional<Double> startSeconds(
      PoolName pool, PoolPolicy policy, Instant since, Instant until) {
    return Optional.ofNullable(
        (Double)
            entities
                .createNativeQuery(STARTS, Double.class)
                .setParameter("pool", pool.value())
                .setParameter("since", since)
                .setParameter("until", until)
                .setParameter(
                    "provision", Duration.ofSeconds(policy.provisionSeconds()).toSeconds())
                .getSingleResult());
  }

  /** Steps a second by base model, and their mean for those that were never measured. */
  private record Speeds(Map<String, Double> byModel, OptionalDouble mean) {
    static Speeds of(Map<String, Double> byModel) {
      return new Speeds(
          byModel, byModel.values().stream().mapToDouble(Double::doubleValue).average());
    }

    /** The job's own speed goes before that of its base model. */
    OptionalDouble of(String model, Optional<Double> own) {
      Optional<Double> known =
          own.filter(speed -> speed > 0).or(() -> Optional.ofNullable(byModel.get(model)));
      return known.isPresent() ? OptionalDouble.of(known.get()) : mean;
    }
  }
}
