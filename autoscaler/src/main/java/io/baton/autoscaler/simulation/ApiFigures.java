package io.baton.autoscaler.simulation;

import io.baton.protocol.job.Budgets;
import java.time.Duration;

/**
 * The settings of the training API that matter here, as {@code docs/configuration.md} names them.
 *
 * @param lease {@code baton.lease.duration}; nodes renew it every third of it
 * @param offlineAfter {@code baton.nodes.offline-after}
 * @param quarantineShare {@code baton.nodes.quarantine.max-share}
 * @param budgets of every job
 */
public record ApiFigures(
    Duration lease, Duration offlineAfter, double quarantineShare, Budgets budgets) {
  static final ApiFigures DEFAULT =
      new ApiFigures(Duration.ofSeconds(60), Duration.ofSeconds(90), 0.5, Budgets.DEFAULT);

  long heartbeatMillis() {
    return lease.toMillis() / 3;
  }
}
