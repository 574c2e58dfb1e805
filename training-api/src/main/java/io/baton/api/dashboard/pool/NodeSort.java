package io.baton.api.dashboard.pool;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.Node;
import java.util.Arrays;
import java.util.Comparator;

/** By what a list of nodes can be ordered, the worst first. */
public enum NodeSort {
  SPEED(
      "speed", Comparator.comparing(node -> node.relativeSpeed().orElse(Double.POSITIVE_INFINITY))),
  FAILED("failed", Comparator.comparing((Node node) -> node.attempts().failed()).reversed()),
  HEALTH("health", Comparator.comparing(Node::health)),
  HEARD("heard", Comparator.comparing(Node::lastSeenAt));

  private final String wireName;
  private final Comparator<Node> order;

  NodeSort(String wireName, Comparator<Node> order) {
    this.wireName = wireName;
    this.order = order.thenComparing(node -> node.id().value());
  }

  /** As addresses name it. */
  public String wireName() {
    return wireName;
  }

  Comparator<Node> order() {
    return order;
  }

  static NodeSort named(String name) {
    return Arrays.stream(values())
        .filter(sort -> sort.wireName.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InvalidFieldException("sort", "must be speed, failed, health or heard"));
  }
}
