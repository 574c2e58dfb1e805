package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.ScalingReason;
import java.util.ArrayList;
import java.util.List;

/**
 * What to change about a pool, and why.
 *
 * @param desired replicas that the jobs ask for, within the limits
 * @param before replicas that were meant to stay before
 * @param undrain nodes that were to go and stay
 * @param grow replicas to ask for
 * @param withdraw replicas to take back before they start
 * @param drain nodes that are to go
 * @param remove instances that can go at once: they hold no job and get none
 * @param gone nodes of all that go
 */
public record Plan(
    ScalingAction action,
    ScalingReason reason,
    String text,
    int desired,
    int before,
    List<NodeId> undrain,
    int grow,
    int withdraw,
    List<NodeId> drain,
    List<InstanceId> remove,
    List<NodeId> gone) {
  public Plan {
    undrain = List.copyOf(undrain);
    drain = List.copyOf(drain);
    remove = List.copyOf(remove);
    gone = List.copyOf(gone);
    if (grow > 0 && withdraw > 0) {
      throw new IllegalArgumentException("a pool cannot grow and shrink at once");
    }
  }

  /** Replicas that are meant to stay from then on. */
  public int after() {
    return before + undrain.size() + grow - withdraw - drain.size() - remove.size();
  }

  public boolean takesAway() {
    return withdraw > 0 || !drain.isEmpty() || !remove.isEmpty();
  }

  /** What the owners of the jobs that go elsewhere read. */
  public String drainReason() {
    return "The pool is made smaller (" + reason.wireName() + "); the job goes on on another node.";
  }

  /** As it is recorded. */
  public ScalingDecision decision(String holder, boolean dryRun, ScalingInputs inputs) {
    List<NodeId> nodes = new ArrayList<>(gone);
    nodes.addAll(undrain);
    return new ScalingDecision(
        holder, action, reason, text, desired, before, after(), nodes, List.of(), dryRun, inputs);
  }
}
