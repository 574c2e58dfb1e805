package io.baton.autoscaler.simulation;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Watches which nodes a scale-in takes. */
final class ScaleInAudit {
  private final Set<Agent> busyWhileIdle = new HashSet<>();
  private final Set<Agent> busy = new HashSet<>();
  private int removed;

  /**
   * These are to go because the pool shrinks.
   *
   * @param nodes all of the pool, those that are to go are marked as such
   */
  void leaving(List<Agent> leaving, Collection<NodeRecord> nodes) {
    List<Agent> working = leaving.stream().filter(ScaleInAudit::works).toList();
    if (!working.isEmpty()) {
      busy.addAll(working);
      Set<Agent> going = Set.copyOf(leaving);
      if (nodes.stream().anyMatch(node -> standsBy(node, going))) {
        busyWhileIdle.addAll(working);
      }
    }
  }

  private static boolean works(Agent agent) {
    return agent.phase() == Agent.Phase.WORKING;
  }

  /** Online, without a job, and it stays: also where it may have no work at the moment. */
  private static boolean standsBy(NodeRecord node, Set<Agent> going) {
    return node.agent()
        .filter(agent -> agent.phase() == Agent.Phase.WAITING && !agent.ending())
        .filter(agent -> node.draining().isEmpty() && !going.contains(agent))
        .isPresent();
  }

  void removed(int nodes) {
    removed += nodes;
  }

  /** Nodes that held a job when a scale-in chose them, although an idle one stayed. */
  int busyWhileIdle() {
    return busyWhileIdle.size();
  }

  /** Nodes that held a job when a scale-in chose them. */
  int busy() {
    return busy.size();
  }

  /** Nodes that scale-ins removed. */
  int removed() {
    return removed;
  }
}
