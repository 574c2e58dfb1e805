package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps decisions at the API. What changes nothing and was said already is said once a minute. */
final class DecisionRecorder {
  private static final Logger LOG = Logger.getLogger(DecisionRecorder.class);
  private static final Duration REPEAT = Duration.ofMinutes(1);

  private final PoolApi api;
  private final Clock clock;
  private final String pool;
  private final boolean silent;

  private Optional<ScalingDecision> last = Optional.empty();
  private Instant repeatAt = Instant.MIN;

  DecisionRecorder(PoolApi api, Clock clock, ReconcilerSettings settings) {
    this.api = api;
    this.clock = clock;
    this.pool = settings.pool();
    this.silent = settings.silent();
  }

  void record(ScalingDecision decision) {
    boolean repeats = last.filter(decision::repeats).isPresent();
    boolean changesNothing = decision.action() == ScalingAction.HOLD || decision.dryRun();
    Instant now = clock.instant();
    if (repeats && changesNothing && now.isBefore(repeatAt)) {
      return;
    }
    api.record(decision);
    last = Optional.of(decision);
    repeatAt = now.plus(REPEAT);
    if (!repeats && !silent) {
      LOG.logf(
          decision.action() == ScalingAction.HOLD ? Logger.Level.DEBUG : Logger.Level.INFO,
          "pool %s: %s%s",
          pool,
          decision.text(),
          decision.dryRun() ? " (dry run)" : "");
    }
  }
}
