package io.baton.api.key;

import io.baton.api.config.BatonConfig;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.Role;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives operators their first key. One that is configured is made unless it is known already, even
 * if it was revoked since; else one is drawn where no operator has a valid key, and logged once.
 */
@ApplicationScoped
public class BootstrapKey {
  private static final Logger LOG = Logger.getLogger(BootstrapKey.class);
  private static final String NAME = "bootstrap";

  /** Held until the transaction ends: of replicas that start together one makes the key. */
  private static final String TAKE_TURNS =
      "select cast(pg_advisory_xact_lock(hashtext('baton.bootstrap-key')) as text)";

  private final OperatorKeys operators;
  private final EntityManager entities;
  private final DatabaseClock clock;
  private final BatonConfig.Keys config;

  BootstrapKey(
      OperatorKeys operators, EntityManager entities, DatabaseClock clock, BatonConfig config) {
    this.operators = operators;
    this.entities = entities;
    this.clock = clock;
    this.config = config.keys();
  }

  void start(@Observes StartupEvent start) {
    ensure(config.bootstrap().map(ApiKey::new))
        .ifPresent(
            drawn ->
                LOG.warnf(
                    "No operator had a valid API key, so this one was made: %s  Keep it: it is not"
                        + " shown again.",
                    drawn.value()));
  }

  /** The key that was drawn, if one was. */
  Optional<ApiKey> ensure(Optional<ApiKey> configured) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              entities.createNativeQuery(TAKE_TURNS).getSingleResult();
              return configured.isPresent() ? makeUnlessKnown(configured.get()) : drawIfNone();
            });
  }

  private Optional<ApiKey> makeUnlessKnown(ApiKey configured) {
    if (KeyEntity.count("sha256", KeySecrets.sha256(configured)) == 0) {
      make(configured);
    }
    return Optional.empty();
  }

  private Optional<ApiKey> drawIfNone() {
    if (!operators.lockValid().isEmpty()) {
      return Optional.empty();
    }
    ApiKey drawn = ApiKey.random();
    make(drawn);
    return Optional.of(drawn);
  }

  private void make(ApiKey key) {
    Keys.row(key, NAME, Role.OPERATOR, clock.now()).persist();
  }
}
