package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which datasets are to be checked, each by one replica at a time. */
@ApplicationScoped
public class ValidationQueue {
  // Taking puts the check off: that of a replica that dies is taken over by another then.
  private static final String TAKE =
      """
      update dataset set
        validate_at = baton_now() + interval '2 minutes',
        validation_tries = validation_tries + 1
      where id = (
        select id from dataset where validate_at <= baton_now()
        order by validate_at limit 1 for update skip locked)
      returning id, validate_at, validation_tries
      """;
  private static final String RENEW =
      """
      update dataset set validate_at = baton_now() + interval '2 minutes'
      where id = :id and validate_at = :taken
      returning validate_at
      """;
  // Storage is down or the service stops: the check itself did not fail.
  private static final String PUT_BACK =
      """
      update dataset set
        validate_at = baton_now() + :seconds * interval '1 second',
        validation_tries = validation_tries - 1
      where id = :id and validate_at = :taken
      """;

  private final EntityManager entities;

  ValidationQueue(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Taken> take() {
    return first(entities.createNativeQuery(TAKE, Tuple.class).getResultList())
        .map(
            row ->
                new Taken(
                    new DatasetId(row.get(0, String.class)),
                    row.get(1, Instant.class),
                    row.get(2, Integer.class)));
  }

  /** Until when the check is this replica's; empty when it no longer is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Instant> renew(DatasetId dataset, Instant taken) {
    return first(
            entities
                .createNativeQuery(RENEW, Tuple.class)
                .setParameter("id", dataset.value())
                .setParameter("taken", taken)
                .getResultList())
        .map(row -> row.get(0, Instant.class));
  }

  /** Leaves the check to whoever looks next after a while. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void putBack(DatasetId dataset, Instant taken, int seconds) {
    entities
        .createNativeQuery(PUT_BACK)
        .setParameter("id", dataset.value())
        .setParameter("taken", taken)
        .setParameter("seconds", seconds)
        .executeUpdate();
  }

  @SuppressWarnings("unchecked")
  private static Optional<Tuple> first(List<?> rows) {
    return ((List<Tuple>) rows).stream().findFirst();
  }

  /**
   * A check that this replica took.
   *
   * @param until when another takes it over
   * @param tries how often it was taken, this time included
   */
  public record Taken(DatasetId dataset, Instant until, int tries) {}
}
