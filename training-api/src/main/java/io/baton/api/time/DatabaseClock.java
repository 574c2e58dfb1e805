package io.baton.api.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/** The one clock that leases, events and retries go by, however many replicas there are. */
@ApplicationScoped
public class DatabaseClock {
  private final EntityManager entities;

  DatabaseClock(EntityManager entities) {
    this.entities = entities;
  }

  public Instant now() {
    return (Instant)
        entities.createNativeQuery("select baton_now()", Instant.class).getSingleResult();
  }
}
