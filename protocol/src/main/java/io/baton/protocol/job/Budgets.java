package io.baton.protocol.job;

import io.baton.protocol.field.Fields;

/**
 * How much a job may go wrong before it ends as failed. Failures (the trainer said no) and
 * interruptions (the machine went away) are counted apart.
 *
 * @param maxFailures failures after which the job fails, 1 to 100; default 3
 * @param maxInterruptions interruptions after which the job fails, 1 to 100,000; default 1,000
 */
public record Budgets(Integer maxFailures, Integer maxInterruptions) {
  public static final Budgets DEFAULT = new Budgets(null, null);

  public Budgets {
    maxFailures = Fields.orDefault(maxFailures, 3);
    Fields.inRange("maxFailures", maxFailures, 1, 100);
    maxInterruptions = Fields.orDefault(maxInterruptions, 1000);
    Fields.inRange("maxInterruptions", maxInterruptions, 1, 100_000);
  }
}
