package io.baton.api.dashboard.pool;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.ProviderReport;
import java.time.Duration;
import java.util.Optional;

/** A pool at a glance, in words. */
public record PoolRow(PoolOverview pool) {
  public String name() {
    return pool.name().value();
  }

  public String path() {
    return "/ui/pools/" + name();
  }

  /** With a sign that there are more than were counted. */
  public String waiting() {
    return Figures.count(pool.demand().claimable()) + (pool.demand().moreClaimable() ? "+" : "");
  }

  public String running() {
    return Figures.count(pool.demand().running());
  }

  public Optional<String> oldestWait() {
    return pool.demand()
        .oldestWaitSeconds()
        .map(seconds -> Figures.duration(Duration.ofSeconds(Math.round(seconds))));
  }

  /** Replicas that the provider was asked for. */
  public Optional<String> wanted() {
    return pool.provider().map(report -> Figures.count(report.requested()));
  }

  /** Nodes that run: by the provider, or else those that are online. */
  public String runningNodes() {
    NodeCounts nodes = pool.nodes();
    return Figures.count(
        pool.provider()
            .map(ProviderReport::running)
            .orElse(nodes.idle() + nodes.busy() + nodes.draining() + nodes.quarantined()));
  }

  public String busy() {
    return Figures.count(pool.nodes().busy());
  }

  public Optional<String> costPerHour() {
    return pool.costPerHour().map(Figures::cost);
  }

  /** What stands in the way of scaling now; empty: nothing. */
  public Optional<String> trouble() {
    if (pool.paused()) {
      return Optional.of("Paused: replicas stay as they are, whatever the demand.");
    }
    if (pool.scaler().isEmpty()) {
      return Optional.of("No autoscaler acts on it now: nodes neither come nor go.");
    }
    if (pool.dryRun()) {
      return Optional.of("Dry run: decisions are recorded, and nothing is done.");
    }
    return pool.provider()
        .flatMap(ProviderReport::problem)
        .or(
            () ->
                pool.provider()
                    .flatMap(ProviderReport::stockOutSince)
                    .map(since -> "The provider gives fewer nodes than it was asked for."));
  }

  public Optional<String> newest() {
    return pool.newestDecision().map(stored -> stored.decision().text());
  }
}
