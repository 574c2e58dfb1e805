package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ScalingInputs;
import java.util.Optional;
import java.util.function.Predicate;

/** What stands beside a decision, whatever it was made of. */
record PoolFigures(PoolSnapshot snapshot, ProviderView view) {

  /** Replicas that the pool is meant to have. */
  int replicas() {
    return Math.max(0, view.requested() - count(this::leaves));
  }

  ScalingInputs inputs() {
    return new ScalingInputs(
        snapshot.policy().version(),
        snapshot.policy().policy().minReplicas(),
        snapshot.policy().policy().maxReplicas(),
        snapshot.demand().claimable(),
        snapshot.demand().running(),
        view.pending(),
        count(node -> node.job().isPresent()),
        count(node -> node.online() && node.job().isEmpty() && inService(node)),
        count(node -> node.online() && !node.useful()),
        count(this::leaves) + view.stopping(),
        count(this::quarantined),
        Optional.empty());
  }

  private boolean inService(PoolNode node) {
    return node.draining().isEmpty() && !quarantined(node);
  }

  private boolean leaves(PoolNode node) {
    return node.draining().equals(Optional.of(DrainedBy.AUTOSCALER)) && !quarantined(node);
  }

  private boolean quarantined(PoolNode node) {
    return node.quarantinedUntil().filter(until -> until.isAfter(snapshot.at())).isPresent();
  }

  private int count(Predicate<PoolNode> which) {
    return (int) snapshot.nodes().stream().filter(which).count();
  }
}
