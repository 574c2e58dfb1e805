package io.baton.api.pool.demand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.baton.api.lease.ClaimClasses;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The jobs that wait and that nodes of a pool may take.
 *
 * <p>Like the claim it steps from class to class of equal requirements ({@code job.claim_class})
 * through an index. Jobs are counted in that index alone, and no further than to a bound: a million
 * jobs in line cost no more than that many. What is read of the jobs themselves is read of the
 * first of each class only.
 */
@ApplicationScoped
class ClaimableJobs {
  /** Counted at least so far, for people. */
  private static final int FEWEST = 10_000;

  /** Counted no further. */
  private static final int MOST = 100_000;

  /** Jobs of a class whose steps are read. */
  private static final int SAMPLE = 100;

  private static final String LAPSED =
      """
      lease_watch_at <= :now and lease_expires_at <= :now
        and interruptions + 1 < max_interruptions and not job_over_budget(job, :now)\
      """;

  private static final String CLASSES =
      """
      with recursive {CLASSES}, lapsed_class as (
        select distinct claim_class, gpus, min_gpu_memory, node_labels from job where {LAPSED}
      )
      select cast(claim_class as text), cast(gpus as text), min_gpu_memory, cast(node_labels as text)
      from (
        select * from lost_class union select * from pending_class union select * from lapsed_class) class
      """
          .replace("{CLASSES}", ClaimClasses.LOST_AND_PENDING)
          .replace("{LAPSED}", LAPSED);

  private static final String COUNT =
      """
      with wanted as (
        select claim_class from unnest(cast(:classes as uuid[])) as wanted (claim_class)
      ), pending as (
        select claim_class, count(*) as jobs from (
          select job.claim_class from wanted cross join lateral (
            select claim_class from job
            where status = 'pending' and claim_class = wanted.claim_class limit :most) job
          limit :most) counted
        group by claim_class
      ), lost as (
        select claim_class, count(*) as jobs from (
          select job.claim_class from wanted cross join lateral (
            select claim_class from job
            where claim_class = wanted.claim_class and lost_since <= :now limit :most) job
          limit :most) counted
        group by claim_class
      )
      select cast(pending.claim_class as text), false, pending.jobs, first.base_model, first.steps,
        (with recursive head as (
          (select priority, created_at from job
           where status = 'pending' and claim_class = pending.claim_class
           order by priority desc, sequence limit 1)
          union all
          select next.* from head cross join lateral (
            select priority, created_at from job
            where status = 'pending' and claim_class = pending.claim_class and priority < head.priority
            order by priority desc, sequence limit 1) next
        ) select min(created_at) from head)
      from pending cross join lateral (
        select max(base_model) as base_model, cast(avg(greatest(steps, 0)) as double precision) as steps
        from (
          select base_model, total_steps - coalesce(last_checkpoint_step, 0) as steps from job
          where status = 'pending' and claim_class = pending.claim_class
          order by priority desc, sequence limit :sample) job) first
      union all
      select cast(lost.claim_class as text), true, lost.jobs, first.base_model, first.steps, first.since
      from lost cross join lateral (
        select max(base_model) as base_model, cast(avg(greatest(steps, 0)) as double precision) as steps,
          min(lost_since) as since
        from (
          select base_model, lost_since, total_steps - coalesce(last_checkpoint_step, 0) as steps from job
          where claim_class = lost.claim_class and lost_since <= :now order by lost_since limit :sample) job) first
      union all
      select cast(claim_class as text), true, count(*), max(base_model),
        cast(avg(greatest(total_steps - coalesce(last_checkpoint_step, 0), 0)) as double precision),
        min(lease_expires_at)
      from job where claim_class = any(cast(:classes as uuid[])) and {LAPSED}
      group by claim_class
      """
          .replace("{LAPSED}", LAPSED);

  /** No node is banned from so many jobs that are first in line of a class. */
  private static final int FAR = 500;

  /**
   * The outer limit ends the search for each node at the first job that it may take. With the inner
   * ones PostgreSQL goes through the indexes: else it looks for a class of which there are few jobs
   * among all others, once for each node.
   */
  private static final String WITH_A_JOB =
      """
      select node.id from unnest(cast(:nodes as text[])) as node (id) cross join lateral (
        select from unnest(cast(:classes as uuid[])) as wanted (claim_class) cross join lateral (
          (select id from job where status = 'pending' and claim_class = wanted.claim_class
           order by priority desc, sequence limit {FAR})
          union all
          (select id from job where claim_class = wanted.claim_class and lost_since <= :now
           order by lost_since limit {FAR})
          union all
          select id from job where claim_class = wanted.claim_class and {LAPSED}
        ) waiting
        where not exists (
          select from job_ban where job_ban.job_id = waiting.id and job_ban.node_id = node.id)
        limit 1) found
      """
          .replace("{FAR}", Integer.toString(FAR))
          .replace("{LAPSED}", LAPSED);

  private final EntityManager entities;

  ClaimableJobs(EntityManager entities) {
    this.entities = entities;
  }

  /** How many jobs a policy can use at any time: it makes no difference how many more there are. */
  static int most(PoolPolicy policy) {
    long replicas =
        IntStream.concat(
                IntStream.of(policy.maxReplicas()),
                policy.schedules().stream().mapToInt(PolicySchedule::maxReplicas))
            .max()
            .getAsInt();
    return (int) Math.min(MOST, Math.max(FEWEST, replicas * policy.jobsPerNode()));
  }

  /**
   * Those that nodes of these kinds may take.
   *
   * @param most counted no further than one more
   */
  @Transactional(Transactional.TxType.MANDATORY)
  List<WaitingJobs> of(PoolKinds kinds, int most, Instant now) {
    Map<String, NodeRequirements> classes = new HashMap<>();
    for (Tuple row : rows(entities.createNativeQuery(CLASSES, Tuple.class), now)) {
      NodeRequirements wanted =
          new NodeRequirements(
              read(row.get(1, String.class), new TypeReference<List<String>>() {}),
              Optional.ofNullable(row.get(2, Long.class)),
              read(row.get(3, String.class), new TypeReference<Labels>() {}));
      if (kinds.mayTake(wanted)) {
        classes.put(row.get(0, String.class), wanted);
      }
    }
    return classes.isEmpty() ? List.of() : count(classes, most, now);
  }

  private List<WaitingJobs> count(Map<String, NodeRequirements> classes, int most, Instant now) {
    List<WaitingJobs> waiting = new ArrayList<>();
    for (Tuple row :
        rows(
            entities
                .createNativeQuery(COUNT, Tuple.class)
                .setParameter("classes", classes.keySet().toArray(String[]::new))
                .setParameter("most", most + 1)
                .setParameter("sample", SAMPLE),
            now)) {
      String claimClass = row.get(0, String.class);
      long jobs = row.get(2, Long.class);
      waiting.add(
          new WaitingJobs(
              claimClass,
              classes.get(claimClass),
              row.get(3, String.class),
              jobs,
              row.get(1, Boolean.class) ? jobs : 0,
              row.get(4, Double.class),
              Math.max(0, (now.toEpochMilli() - row.get(5, Instant.class).toEpochMilli()) / 1e3)));
    }
    return waiting;
  }

  /** Those nodes that are not banned from every job of these classes. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<String> withAJob(Collection<String> nodes, Collection<String> classes, Instant now) {
    @SuppressWarnings("unchecked")
    List<String> found =
        entities
            .createNativeQuery(WITH_A_JOB, String.class)
            .setParameter("nodes", nodes.toArray(String[]::new))
            .setParameter("classes", classes.toArray(String[]::new))
            .setParameter("now", now)
            .getResultList();
    return found;
  }

  @SuppressWarnings("unchecked")
  private static List<Tuple> rows(Query query, Instant now) {
    return query.setParameter("now", now).getResultList();
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's requirements cannot be read: " + json, e);
    }
  }
}
