package io.baton.api.dashboard.pool;

import io.baton.api.node.NodeResource;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import java.util.Arrays;
import java.util.Optional;

/** What operators tell several nodes at once. */
enum NodeOrder {
  DRAIN("drain") {
    @Override
    void give(NodeResource nodes, NodeId node, Optional<String> reason, Integer hours) {
      nodes.drain(node, new DrainRequest(reason.orElse(null)));
    }
  },
  UNDRAIN("undrain") {
    @Override
    void give(NodeResource nodes, NodeId node, Optional<String> reason, Integer hours) {
      nodes.undrain(node);
    }
  },
  QUARANTINE("quarantine") {
    @Override
    void give(NodeResource nodes, NodeId node, Optional<String> reason, Integer hours) {
      nodes.quarantine(
          node,
          new QuarantineRequest(
              reason.orElse("An operator keeps work away from the node."), hours * 3600));
    }
  },
  RELEASE("release") {
    @Override
    void give(NodeResource nodes, NodeId node, Optional<String> reason, Integer hours) {
      nodes.release(node);
    }
  };

  private final String wireName;

  NodeOrder(String wireName) {
    this.wireName = wireName;
  }

  /**
   * Tells one node.
   *
   * @param hours how long, for {@link #QUARANTINE}
   */
  abstract void give(NodeResource nodes, NodeId node, Optional<String> reason, Integer hours);

  static NodeOrder named(String name) {
    return Arrays.stream(values())
        .filter(order -> order.wireName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    "action", "must be drain, undrain, quarantine or release"));
  }
}
