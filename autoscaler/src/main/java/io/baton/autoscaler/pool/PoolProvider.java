package io.baton.autoscaler.pool;

import io.baton.protocol.node.NodeId;
import java.util.Collection;
import java.util.List;

/**
 * Runs nodes somewhere. Calls come from one thread at a time. What a call throws is a {@link
 * ProviderException}; the same call is made again at the next tick.
 */
public interface PoolProvider {
  /** For people: {@code local}. */
  String name();

  /** What runs now, oldest first. A node that died is not in it, and never comes back. */
  List<Instance> instances();

  /** Starts nodes, each with an id that no node of this pool ever had. */
  void start(int count);

  /**
   * Tells nodes to give back their jobs and stop, and returns at once. Those that do not stop
   * within the provider's grace are killed. Unknown ids are ignored.
   */
  void stop(Collection<NodeId> nodes);

  /** Stops every node and returns when none is left. */
  void stopAll();
}
