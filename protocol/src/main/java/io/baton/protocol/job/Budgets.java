package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * How much a job may go wrong, and use, before it ends as failed. Failures (the trainer said no)
 * and interruptions (the machine went away) are counted apart.
 *
 * @param maxFailures failures after which the job fails, 1 to 100; default 3
 * @param maxInterruptions interruptions after which the job fails, 1 to 100,000; default 1,000
 * @param maxRuntimeSeconds seconds that nodes may hold the job, all attempts together, 1 to
 *     31,536,000; default: no bound
 * @param maxCost what those attempts may cost together, in the currency of the pools' prices,
 *     0.000001 to 1,000,000; default: no bound
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Budgets(
    Integer maxFailures,
    Integer maxInterruptions,
    Optional<Long> maxRuntimeSeconds,
    Optional<Double> maxCost) {
  public static final Budgets DEFAULT = of(null, null);

  public Budgets {
    maxFailures = Fields.orDefault(maxFailures, 3);
    Fields.inRange("maxFailures", maxFailures, 1, 100);
    maxInterruptions = Fields.orDefault(maxInterruptions, 1000);
    Fields.inRange("maxInterruptions", maxInterruptions, 1, 100_000);
    maxRuntimeSeconds = Fields.orDefault(maxRuntimeSeconds, Optional.empty());
    maxRuntimeSeconds.ifPresent(
        seconds -> Fields.inRange("maxRuntimeSeconds", seconds, 1L, 31_536_000L));
    maxCost = Fields.orDefault(maxCost, Optional.empty());
    maxCost.ifPresent(cost -> Fields.inRange("maxCost", cost, 1e-6, 1e6));
  }

  /** Bounds on what goes wrong only; null stands for the default. */
  public static Budgets of(Integer maxFailures, Integer maxInterruptions) {
    return new Budgets(maxFailures, maxInterruptions, Optional.empty(), Optional.empty());
  }
}
