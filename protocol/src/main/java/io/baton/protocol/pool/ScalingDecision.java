package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import java.util.List;

/**
 * What an autoscaler decided about a pool, and why.
 *
 * @param holder the autoscaler; it must be the one that may act on the pool; required
 * @param action what it does; required
 * @param reason the rule that had the last word; required
 * @param text one sentence for people, at most 1,000 characters; required
 * @param desired replicas that the demand asks for, within all limits, at least 0
 * @param replicasBefore replicas that the provider was asked for before, at least 0
 * @param replicasAfter replicas that it is asked for from then on, at least 0
 * @param nodes whom it is about, at most 10,000 entries; default none
 * @param machines what those ran on that are replaced, as their provider names it, at most 10,000
 *     entries of 256 characters: none of them is wanted back for the policy's
 *     reallocation.banSeconds; default none
 * @param dryRun whether it was only recorded; default false
 * @param inputs what it was made of; required
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScalingDecision(
    String holder,
    ScalingAction action,
    ScalingReason reason,
    String text,
    int desired,
    int replicasBefore,
    int replicasAfter,
    List<NodeId> nodes,
    List<String> machines,
    Boolean dryRun,
    ScalingInputs inputs) {
  public ScalingDecision {
    Fields.text("holder", holder, 128);
    Fields.required("action", action);
    Fields.required("reason", reason);
    Fields.text("text", text, 1000);
    Fields.inRange("desired", desired, 0, Integer.MAX_VALUE);
    Fields.inRange("replicasBefore", replicasBefore, 0, Integer.MAX_VALUE);
    Fields.inRange("replicasAfter", replicasAfter, 0, Integer.MAX_VALUE);
    nodes = Fields.listOrEmpty(nodes);
    Fields.inRange("nodes", nodes.size(), 0, PoolPolicy.MOST_REPLICAS);
    machines = Fields.listOrEmpty(machines);
    Fields.inRange("machines", machines.size(), 0, PoolPolicy.MOST_REPLICAS);
    machines.forEach(machine -> Fields.text("machines", machine, 256));
    dryRun = Fields.orDefault(dryRun, false);
    Fields.required("inputs", inputs);
  }

  /** Whether it says the same as another, whatever the figures that it was made of. */
  public boolean repeats(ScalingDecision former) {
    return action == former.action
        && reason == former.reason
        && desired == former.desired
        && replicasAfter == former.replicasAfter
        && nodes.equals(former.nodes)
        && machines.equals(former.machines)
        && dryRun.equals(former.dryRun)
        && inputs.policyVersion() == former.inputs.policyVersion();
  }
}
