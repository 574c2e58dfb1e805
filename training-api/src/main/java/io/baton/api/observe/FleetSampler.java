package io.baton.api.observe;

import io.baton.api.config.BatonConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes samples when somebody looks, and not more often than operators allow: what is counted may
 * be long. Every count goes through an index that holds nothing else.
 */
@ApplicationScoped
class FleetSampler {
  private static final Logger LOG = Logger.getLogger(FleetSampler.class);
  private static final String SAMPLE =
      """
      select
        (select count(*) from job where status = 'pending'),
        (select count(*) from job where status = 'running' and lease_expires_at > baton_now()),
        (select count(*) from job where lease_watch_at <= baton_now() and lease_expires_at <= baton_now()),
        (select count(*) from job where lost_since is not null),
        (select count(*) from webhook_delivery where status = 'pending'),
        (select cast(extract(epoch from baton_now() - min(created_at)) as double precision)
         from webhook_delivery where status = 'pending'),
        (select count(*) from event where relayed_at is null),
        (select cast(extract(epoch from baton_now() - at) as double precision)
         from event where relayed_at is null order by position limit 1),
        (select coalesce(sum(job_held_seconds(job, baton_now()) * attempt_price / 3600), 0)
         from job where status = 'running')
      """;

  private final EntityManager entities;
  private final Duration maxAge;

  private Optional<FleetSample> newest = Optional.empty();
  private long takenAt;
  private boolean taken;

  FleetSampler(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.maxAge = config.metrics().sampleAge();
  }

  /** Empty while the database does not answer. */
  synchronized Optional<FleetSample> current() {
    long now = System.nanoTime();
    if (!taken || now - takenAt >= maxAge.toNanos()) {
      newest = take();
      takenAt = now;
      taken = true;
    }
    return newest;
  }

  private Optional<FleetSample> take() {
    try {
      return Optional.of(QuarkusTransaction.requiringNew().call(this::query));
    } catch (RuntimeException e) {
      LOG.debug("no sample for the metrics could be taken", e);
      return Optional.empty();
    }
  }

  private FleetSample query() {
    Tuple row = (Tuple) entities.createNativeQuery(SAMPLE, Tuple.class).getSingleResult();
    return new FleetSample(
        row.get(0, Long.class),
        row.get(1, Long.class),
        row.get(2, Long.class),
        row.get(3, Long.class),
        row.get(4, Long.class),
        age(row.get(5, Double.class)),
        row.get(6, Long.class),
        age(row.get(7, Double.class)),
        row.get(8, Double.class));
  }

  private static double age(Double seconds) {
    return seconds == null ? 0 : Math.max(0, seconds);
  }
}
