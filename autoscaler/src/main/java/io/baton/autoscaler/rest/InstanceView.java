package io.baton.autoscaler.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An instance as operators see it.
 *
 * @param pool whose it is
 * @param node under which id it asks for work; absent while the provider cannot tell
 * @param processId of the agent, which is the id of its process group too; absent unless it runs on
 *     the autoscaler's machine
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InstanceView(
    PoolName pool,
    InstanceId id,
    Optional<NodeId> node,
    OptionalLong processId,
    State state,
    Instant since) {
  /** What it does. */
  public enum State {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("idle")
    IDLE,
    @JsonProperty("busy")
    BUSY,
    @JsonProperty("stopping")
    STOPPING
  }

  static InstanceView of(PoolName pool, Instance instance, State state) {
    return new InstanceView(
        pool, instance.id(), instance.node(), instance.processId(), state, instance.since());
  }
}
