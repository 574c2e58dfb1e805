package io.baton.api.checkpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which jobs' objects are to be swept, each by one replica at a time. */
@ApplicationScoped
public class SweepQueue {
  // Taking puts the next sweep off: that of a sweeper that dies is done by another later.
  private static final String TAKE =
      """
      update job set sweep_at = baton_now() + interval '2 minutes'
      where id = (
        select id from job where sweep_at <= baton_now()
        order by sweep_at limit 1 for no key update skip locked)
      returning id, sweep_at
      """;
  private static final String FINISH =
      """
      update job set sweep_at =
        case when cast(:next as timestamptz) > baton_now() then cast(:next as timestamptz) end
      where id = :id and sweep_at = :taken
      """;

  private final EntityManager entities;

  SweepQueue(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Due> take() {
    @SuppressWarnings("unchecked")
    List<Tuple> taken = entities.createNativeQuery(TAKE, Tuple.class).getResultList();
    return taken.stream()
        .findFirst()
        .map(row -> new Due(row.get(0, String.class), row.get(1, Instant.class)));
  }

  /**
   * Notes that a job was swept, unless something new is to be swept since.
   *
   * @param next when to sweep it again; a time that has passed means never
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void finish(Due due, Optional<Instant> next) {
    entities
        .createNativeQuery(FINISH)
        .setParameter("next", next.orElse(null))
        .setParameter("id", due.jobId())
        .setParameter("taken", due.takenUntil())
        .executeUpdate();
  }

  /**
   * A job that this sweeper took.
   *
   * @param takenUntil when another takes it over
   */
  public record Due(String jobId, Instant takenUntil) {}
}
