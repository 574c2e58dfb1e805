package io.baton.autoscaler.pool;

import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A replica that a provider runs or is about to run.
 *
 * @param id names it at the provider
 * @param node under which id it asks for work; empty while the provider cannot tell
 * @param since when it came to be, as far as the provider knows
 * @param machine what it runs on: the same name for every instance there; empty where that says
 *     nothing, or while it is not placed
 * @param processId of the agent, which is the id of its process group too; empty unless it runs on
 *     this machine
 * @param obstacle why a pending one does not run, in the provider's words; empty: it says nothing
 */
public record Instance(
    InstanceId id,
    Optional<NodeId> node,
    InstanceState state,
    Instant since,
    Optional<String> machine,
    OptionalLong processId,
    Optional<String> obstacle) {
  public Instance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(processId, "processId");
    Objects.requireNonNull(obstacle, "obstacle");
  }

  /** One that no obstacle is known of. */
  public Instance(
      InstanceId id,
      Optional<NodeId> node,
      InstanceState state,
      Instant since,
      Optional<String> machine,
      OptionalLong processId) {
    this(id, node, state, since, machine, processId, Optional.empty());
  }

  public boolean pending() {
    return state == InstanceState.PENDING;
  }

  public boolean running() {
    return state == InstanceState.RUNNING;
  }

  public boolean stopping() {
    return state == InstanceState.STOPPING;
  }
}
