package io.baton.api.key;

import io.baton.api.access.KnownCaller;
import io.baton.protocol.access.ApiKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Finds valid keys in the database. */
@ApplicationScoped
public class KeyLookup {
  private static final String VALID =
      """
      select * from api_key
      where sha256 = :sha256 and revoked_at is null
        and (expires_at is null or expires_at > baton_now())
      """;

  /** To the minute is enough for people; the row of a shared key is not written all the time. */
  private static final String USED =
      """
      update api_key set last_used_at = baton_now()
      where id = :id and (last_used_at is null or last_used_at < baton_now() - interval '1 minute')
      """;

  private final EntityManager entities;

  KeyLookup(EntityManager entities) {
    this.entities = entities;
  }

  /** Empty for a key that is unknown, revoked or expired. */
  public Optional<KnownCaller> find(ApiKey key) {
    return find(KeySecrets.sha256(key));
  }

  /** The same by the key's SHA-256, in lower-case hexadecimal. */
  public Optional<KnownCaller> find(String sha256) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Optional<KeyEntity> found = valid(sha256);
              found.ifPresent(
                  key ->
                      entities.createNativeQuery(USED).setParameter("id", key.id).executeUpdate());
              return found.map(KeyEntity::caller);
            });
  }

  @SuppressWarnings("unchecked")
  private Optional<KeyEntity> valid(String sha256) {
    List<KeyEntity> found =
        entities
            .createNativeQuery(VALID, KeyEntity.class)
            .setParameter("sha256", sha256)
            .getResultList();
    return found.stream().findFirst();
  }
}
