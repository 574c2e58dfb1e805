package io.baton.api.limit;

import io.baton.api.access.KnownCaller;
import io.baton.api.config.BatonConfig;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** How many requests each key may make of this replica. */
@ApplicationScoped
public class RequestLimits {
  private final KeyBuckets buckets;
  private final MeterRegistry metrics;

  RequestLimits(BatonConfig config, MeterRegistry metrics) {
    this.buckets = new KeyBuckets(config.rateLimits(), TimeMeter.SYSTEM_NANOTIME);
    this.metrics = metrics;
  }

  /** Empty when the caller may make a request now, else how long it has to wait. */
  Optional<Duration> take(KnownCaller caller) {
    Optional<Duration> wait = buckets.take(caller.key(), caller.role());
    if (wait.isPresent()) {
      metrics.counter("baton.requests.limited", "role", caller.role().wireName()).increment();
    }
    return wait;
  }
}
