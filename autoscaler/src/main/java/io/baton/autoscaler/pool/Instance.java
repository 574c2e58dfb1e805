package io.baton.autoscaler.pool;

import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A replica that a provider runs or is about to run.
 *
 * @param node under which id it asks for work; empty while the provider cannot tell
 * @param since when it came to be, as far as the provider knows
 * @param machine what it runs on: the same name for every instance there; empty where that says
 *     nothing
 * @param processId of the agent, which is the id of its process group too; empty unless it runs on
 *     this machine
 */
public record Instance(
    InstanceId id,
    Optional<NodeId> node,
    InstanceState state,
    Instant since,
    Optional<String> machine,
    OptionalLong processId) {
  public boolean stopping() {
    return state == InstanceState.STOPPING;
  }
}
