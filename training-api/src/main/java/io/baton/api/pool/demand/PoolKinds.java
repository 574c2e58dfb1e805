package io.baton.api.pool.demand;

import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.work.NodeCapabilities;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the nodes of a pool are: what operators promise of them, and what its known nodes said of
 * themselves. What a promise leaves open of GPU and memory, the known nodes that are as promised
 * tell; while there is none, it rules nothing out. A label that a job wants must be promised or be
 * a known node's.
 */
record PoolKinds(Optional<NodeKind> promised, List<NodeCapabilities> known) {
  static PoolKinds of(Optional<NodeKind> promised, Collection<NodeCapabilities> seen) {
    return new PoolKinds(
        promised,
        seen.stream().filter(node -> promised.map(kind -> kind.metBy(node)).orElse(true)).toList());
  }

  /** Whether a node of the pool may take jobs that want this. */
  boolean mayTake(NodeRequirements wanted) {
    return known.stream().anyMatch(wanted::metBy)
        || promised.map(kind -> metByPromise(wanted, kind)).orElse(known.isEmpty());
  }

  private boolean metByPromise(NodeRequirements wanted, NodeKind kind) {
    boolean open = known.isEmpty();
    boolean gpu =
        wanted.gpus().isEmpty()
            || (kind.gpus().isEmpty() ? open : kind.gpus().stream().anyMatch(named(wanted)));
    boolean memory =
        wanted.minGpuMemoryBytes().isEmpty()
            || kind.gpuMemoryBytes()
                .map(promise -> promise >= wanted.minGpuMemoryBytes().get())
                .orElse(open);
    return gpu && memory && wanted.nodeLabels().allIn(kind.labels());
  }

  private static Predicate<String> named(NodeRequirements wanted) {
    return gpu -> wanted.gpus().stream().anyMatch(gpu::equalsIgnoreCase);
  }
}
