package io.baton.api.observe;

import io.baton.api.attempt.AttemptEnded;
import io.baton.protocol.job.AttemptOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What this replica did since it started: to be added up over all replicas. */
@Startup // What has not happened yet is shown as 0.
@ApplicationScoped
public class WorkMetrics {
  private static final Duration[] CLAIM_BUCKETS = millis(2, 5, 10, 25, 50, 100, 250, 500, 1000);
  private static final Duration[] RECOVERY_BUCKETS =
      millis(1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000);

  private final Timer granted;
  private final Timer nothing;
  private final Counter heartbeats;
  private final Counter stepsLost;
  private final Counter cost;
  private final Timer recovery;
  private final Map<AttemptOutcome, Counter> ended = new EnumMap<>(AttemptOutcome.class);

  WorkMetrics(MeterRegistry registry) {
    granted = claims(registry, "granted");
    nothing = claims(registry, "nothing");
    heartbeats = Counter.builder("baton.heartbeats").description("Heartbeats").register(registry);
    stepsLost =
        Counter.builder("baton.steps.lost")
            .description("Steps that other attempts have to do again")
            .register(registry);
    cost =
        Counter.builder("baton.cost")
            .description("What ended attempts cost, where the price of their pool is known")
            .register(registry);
    recovery =
        Timer.builder("baton.recovery")
            .description("From the interruption of a job to the first step of its next attempt")
            .serviceLevelObjectives(RECOVERY_BUCKETS)
            .register(registry);
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      ended.put(
          outcome,
          Counter.builder("baton.attempts.ended")
              .tag("outcome", outcome.wireName())
              .description("Attempts that ended; lost: the lease lapsed")
              .register(registry));
    }
  }

  private static Timer claims(MeterRegistry registry, String outcome) {
    return Timer.builder("baton.claim")
        .tag("outcome", outcome)
        .description("Claims, without the time that a node's request waits for work")
        .serviceLevelObjectives(CLAIM_BUCKETS)
        .register(registry);
  }

  private static Duration[] millis(long... values) {
    return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** Takes the time of a claim. */
  public <T> Optional<T> claim(Supplier<Optional<T>> claim) {
    long start = System.nanoTime();
    Optional<T> grant = claim.get();
    (grant.isPresent() ? granted : nothing).record(Duration.ofNanos(System.nanoTime() - start));
    return grant;
  }

  public void heartbeat() {
    heartbeats.increment();
  }

  /** An attempt that followed an interruption did its first step. */
  public void recovered(Duration after) {
    recovery.record(after.isNegative() ? Duration.ZERO : after);
  }

  void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) AttemptEnded attempt) {
    ended.get(attempt.outcome()).increment();
    stepsLost.increment(attempt.stepsLost());
    attempt.cost().ifPresent(cost::increment);
    attempt.recovery().ifPresent(this::recovered);
  }
}
