package io.baton.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.baton.api.config.RateLimitsConfig;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.Role;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts the requests that each key makes of this replica. A key that was not used for a while
 * starts anew, with its whole burst, as it would have had it anyway.
 */
final class KeyBuckets {
  private static final Duration UNUSED = Duration.ofMinutes(10);
  private static final int MAX_KEYS = 100_000;

  private final RateLimitsConfig limits;
  private final TimeMeter time;
  private final Cache<KeyId, Bucket> buckets =
      Caffeine.newBuilder().expireAfterAccess(UNUSED).maximumSize(MAX_KEYS).build();

  KeyBuckets(RateLimitsConfig limits, TimeMeter time) {
    this.limits = limits;
    this.time = time;
  }

  /** Empty when the key may make a request now, else how long it has to wait. */
  Optional<Duration> take(KeyId key, Role role) {
    ConsumptionProbe probe =
        buckets.get(key, unused -> bucket(role)).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(Role role) {
    return switch (role) {
      case USER -> bucket(limits.userPerSecond(), limits.userBurst());
      case NODE -> bucket(limits.nodePerSecond(), limits.nodeBurst());
      case OPERATOR -> bucket(limits.operatorPerSecond(), limits.operatorBurst());
    };
  }

  private Bucket bucket(long perSecond, long burst) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }
}
