package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.ScalingReason;
import java.util.List;

/**
 * Nodes that were drained and are removed.
 *
 * @param busy how many of them hold a job yet, although their time is over
 * @param desired replicas that the jobs ask for, within the limits
 * @param meant replicas that are meant to stay
 */
public record Removal(
    List<InstanceId> instances, List<NodeId> nodes, int busy, int desired, int meant) {
  static final Removal NONE = new Removal(List.of(), List.of(), 0, 0, 0);

  public Removal {
    instances = List.copyOf(instances);
    nodes = List.copyOf(nodes);
  }

  public boolean isEmpty() {
    return instances.isEmpty();
  }

  private String text() {
    int empty = nodes.size() - busy;
    String late =
        Wording.nodes(busy)
            + " did not give back "
            + (busy == 1 ? "its job" : "their jobs")
            + " within drainSeconds";
    String done =
        Wording.nodes(empty)
            + " that "
            + Wording.were(empty)
            + " to go "
            + (empty == 1 ? "is" : "are")
            + " empty";
    String sentence = busy == 0 ? done : empty == 0 ? late : done + " and " + late;
    return sentence + ": " + (nodes.size() == 1 ? "it is" : "they are") + " removed.";
  }

  /** As it is recorded. */
  public ScalingDecision decision(String holder, boolean dryRun, ScalingInputs inputs) {
    return new ScalingDecision(
        holder,
        ScalingAction.REMOVE,
        ScalingReason.DRAINED,
        text(),
        desired,
        meant,
        meant,
        nodes,
        List.of(),
        dryRun,
        inputs);
  }
}
