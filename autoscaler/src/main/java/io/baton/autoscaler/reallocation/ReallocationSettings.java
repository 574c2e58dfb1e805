package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the bad nodes of a pool are looked for.
 *
 * @param every how long from one look to the next
 * @param ownPolicy counts as long as nobody set the pool's policy at the API
 * @param decided is told of every decision that is recorded
 */
public record ReallocationSettings(
    Duration every, Optional<PoolPolicy> ownPolicy, Consumer<ScalingDecision> decided) {
  public ReallocationSettings {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException(
          "baton.autoscaler.reallocate-every must be longer than nothing, not " + every);
    }
  }

  public static ReallocationSettings every(Duration every) {
    return new ReallocationSettings(every, Optional.empty(), decision -> {});
  }
}
