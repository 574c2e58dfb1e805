package io.baton.autoscaler.scaling;

import io.baton.protocol.node.NodeId;
import java.util.List;

/**
 * What to change about a pool.
 *
 * @param desired nodes that the demand asks for
 * @param start how many nodes to start
 * @param stop nodes to drain and stop, in this order
 * @param reason one sentence for the log
 */
public record ScalingDecision(int desired, int start, List<NodeId> stop, String reason) {
  public ScalingDecision {
    stop = List.copyOf(stop);
    if (start > 0 && !stop.isEmpty()) {
      throw new IllegalArgumentException("a pool cannot grow and shrink at once");
    }
  }

  public boolean changesNothing() {
    return start == 0 && stop.isEmpty();
  }
}
