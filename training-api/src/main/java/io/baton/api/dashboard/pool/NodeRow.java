package io.baton.api.dashboard.pool;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.node.Drain;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.Quarantine;
import java.util.Locale;
import java.util.Optional;

/** A node as a line of the list shows it. */
public record NodeRow(Node node) {
  public String id() {
    return node.id().value();
  }

  public String state() {
    return node.state().wireName();
  }

  public Optional<String> job() {
    return node.job().map(Object::toString);
  }

  /** Why it is in its state. */
  public Optional<String> why() {
    return switch (node.state()) {
      case QUARANTINED -> node.quarantine().map(Quarantine::reason);
      case DRAINING -> node.drain().map(Drain::reason);
      case IDLE, BUSY, OFFLINE, FORGOTTEN -> Optional.empty();
    };
  }

  /** Until when it is in quarantine. */
  public Optional<String> until() {
    return node.state() == NodeState.QUARANTINED
        ? node.quarantine().map(quarantine -> quarantine.until().toString())
        : Optional.empty();
  }

  /** Beside the others of its class; empty without others. */
  public Optional<String> speed() {
    return node.relativeSpeed().map(times -> String.format(Locale.ROOT, "%.2f×", times));
  }

  public long failed() {
    return node.attempts().failed();
  }

  /** Attempts that ended, how well or badly. */
  public long attempts() {
    return node.attempts().completed()
        + node.attempts().drained()
        + node.attempts().lost()
        + node.attempts().failed()
        + node.attempts().canceled();
  }

  /** As a meter shows it. */
  public String health() {
    return String.format(Locale.ROOT, "%.2f", node.health());
  }

  public String healthPercent() {
    return Math.round(node.health() * 100) + " %";
  }

  public String machine() {
    return node.gpu().orElse("CPU")
        + node.gpuMemoryBytes()
            .filter(bytes -> bytes > 0)
            .map(bytes -> ", " + Figures.bytes(bytes))
            .orElse("");
  }
}
