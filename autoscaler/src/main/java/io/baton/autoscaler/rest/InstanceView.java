package io.baton.autoscaler.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.baton.autoscaler.pool.Instance;
import io.baton.protocol.node.NodeId;
import java.time.Instant;

/**
 * An instance as operators see it.
 *
 * @param processId of the agent, which is the id of its process group too
 */
public record InstanceView(NodeId node, long processId, State state, Instant startedAt) {
  /** What it does. */
  public enum State {
    @JsonProperty("idle")
    IDLE,
    @JsonProperty("busy")
    BUSY,
    @JsonProperty("stopping")
    STOPPING
  }

  static InstanceView of(Instance instance, State state) {
    return new InstanceView(instance.node(), instance.processId(), state, instance.startedAt());
  }
}
