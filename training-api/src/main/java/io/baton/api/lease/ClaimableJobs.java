package io.baton.api.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Counts what there is to claim, by what it requires; one look a class of jobs, as in a claim. */
@ApplicationScoped
class ClaimableJobs {
  private static final String CLAIMABLE =
      """
      with recursive {CLASSES}, claimable as (
        select 'stalled' as kind, gpus, min_gpu_memory, node_labels, 1 as jobs from job
        where lease_watch_at <= baton_now() and lease_expires_at <= baton_now()
          and interruptions + 1 < max_interruptions and not job_over_budget(job, baton_now())
        union all
        select 'interrupted', gpus, min_gpu_memory, node_labels, (
          select count(*) from (
            select from job where claim_class = lost_class.claim_class and lost_since <= baton_now()
            limit :atMost) some_lost)
        from lost_class
        union all
        select 'pending', gpus, min_gpu_memory, node_labels, (
          select count(*) from (
            select from job where status = 'pending' and claim_class = pending_class.claim_class
            limit :atMost) some_pending)
        from pending_class
      )
      select cast(gpus as text), min_gpu_memory, cast(node_labels as text), jobs from claimable
      where jobs > 0
      """
          .replace("{CLASSES}", ClaimClasses.LOST_AND_PENDING);

  /** {@code lease_watch_at} has an index and is never after the lease's end. */
  private static final String NEXT_LAPSE =
      """
      select cast(ceil(1000 * extract(epoch from min(lease_expires_at) - baton_now())) as bigint) from job
      where lease_watch_at <= baton_now() + :within * interval '1 millisecond'
        and lease_expires_at > baton_now()
        and lease_expires_at <= baton_now() + :within * interval '1 millisecond'
      """;

  private final EntityManager entities;

  ClaimableJobs(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * How long until the next lease ends, if nobody renews it; empty if none does within that time.
   */
  @Transactional
  Optional<Duration> untilNextLapse(Duration within) {
    Number millis =
        (Number)
            entities
                .createNativeQuery(NEXT_LAPSE)
                .setParameter("within", within.toMillis())
                .getSingleResult();
    return Optional.ofNullable(millis).map(Number::longValue).map(Duration::ofMillis);
  }

  /**
   * Looks at the queue.
   *
   * @param atMost where counting a class of jobs may end
   */
  @Transactional
  List<Claimable> count(int atMost) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(CLAIMABLE, Tuple.class)
            .setParameter("atMost", atMost)
            .getResultList();
    return rows.stream().map(ClaimableJobs::claimable).toList();
  }

  private static Claimable claimable(Tuple row) {
    NodeRequirements requirements =
        new NodeRequirements(
            read(row.get(0, String.class), new TypeReference<List<String>>() {}),
            Optional.ofNullable(row.get(1, Long.class)),
            read(row.get(2, String.class), new TypeReference<Labels>() {}));
    return new Claimable(requirements, row.get(3, Number.class).intValue());
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a job's requirements cannot be read: " + json, e);
    }
  }
}
