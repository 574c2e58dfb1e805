package io.baton.api.pool;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.ScalingReason;
import java.util.List;
import java.util.Optional;

/** What autoscalers say. */
public final class TestPools {
  private TestPools() {}

  public static ScalingDecision decision(
      String holder, ScalingAction action, ScalingReason reason, int replicas, NodeId... nodes) {
    return new ScalingDecision(
        holder,
        action,
        reason,
        "Because of the test.",
        replicas,
        0,
        replicas,
        List.of(nodes),
        List.of(),
        false,
        new ScalingInputs(1, 0, 10, replicas, 0, 0, 0, 0, 0, 0, 0, Optional.empty()));
  }
}
