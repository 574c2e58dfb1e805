package io.baton.api.idempotency;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.idempotency.IdempotencyKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table of answers, by owner and key. */
@ApplicationScoped
public class StoredAnswers {
  private static final String LOCK =
      "select cast(pg_advisory_xact_lock(hashtextextended(:owner || ' ' || :key, 0)) as text)";
  private static final String FIND =
      """
      select fingerprint, status, location, body from idempotency
      where owner = :owner and key = :key and expires_at > baton_now()
      """;
  private static final String KEEP =
      """
      insert into idempotency (owner, key, fingerprint, status, location, body, expires_at)
      values (:owner, :key, :fingerprint, :status, cast(:location as text), :body,
        baton_now() + :millis * interval '1 millisecond')
      on conflict (owner, key) do update set
        fingerprint = excluded.fingerprint, status = excluded.status,
        location = excluded.location, body = excluded.body, expires_at = excluded.expires_at
      """;
  private static final String DELETE_EXPIRED =
      """
      delete from idempotency where (owner, key) in (
        select owner, key from idempotency where expires_at <= baton_now()
        order by expires_at limit :batch for update skip locked)
      """;

  private final EntityManager entities;

  StoredAnswers(EntityManager entities) {
    this.entities = entities;
  }

  /** Keeps everybody else away from the key until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  void lock(OwnerName owner, IdempotencyKey key) {
    entities
        .createNativeQuery(LOCK, String.class)
        .setParameter("owner", owner.value())
        .setParameter("key", key.value())
        .getResultList();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  Optional<StoredAnswer> find(OwnerName owner, IdempotencyKey key) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(FIND, Tuple.class)
            .setParameter("owner", owner.value())
            .setParameter("key", key.value())
            .getResultList();
    return rows.stream()
        .findFirst()
        .map(
            row ->
                new StoredAnswer(
                    row.get(0, String.class),
                    row.get(1, Integer.class),
                    Optional.ofNullable(row.get(2, String.class)),
                    row.get(3, String.class)));
  }

  /** An answer whose time had run out is replaced. */
  @Transactional(Transactional.TxType.MANDATORY)
  void keep(OwnerName owner, IdempotencyKey key, StoredAnswer answer, Duration expiry) {
    entities
        .createNativeQuery(KEEP)
        .setParameter("owner", owner.value())
        .setParameter("key", key.value())
        .setParameter("fingerprint", answer.fingerprint())
        .setParameter("status", answer.status())
        .setParameter("location", answer.location().orElse(null))
        .setParameter("body", answer.body())
        .setParameter("millis", expiry.toMillis())
        .executeUpdate();
  }

  /** Deletes some of those whose time has run out, and says how many. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  int deleteExpired(int batch) {
    return entities.createNativeQuery(DELETE_EXPIRED).setParameter("batch", batch).executeUpdate();
  }
}
