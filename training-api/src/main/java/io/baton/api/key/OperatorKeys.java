package io.baton.api.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** The keys without which nobody could run the service. */
@ApplicationScoped
public class OperatorKeys {
  private static final String VALID =
      """
      select * from api_key
      where role = 'operator' and revoked_at is null
        and (expires_at is null or expires_at > baton_now())
      order by sequence
      for update
      """;

  private final EntityManager entities;

  OperatorKeys(EntityManager entities) {
    this.entities = entities;
  }

  /** Nobody revokes one of them until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  @SuppressWarnings("unchecked")
  public List<KeyEntity> lockValid() {
    return entities.createNativeQuery(VALID, KeyEntity.class).getResultList();
  }
}
