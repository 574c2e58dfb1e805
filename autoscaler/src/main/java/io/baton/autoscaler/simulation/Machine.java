package io.baton.autoscaler.simulation;

import io.baton.protocol.node.NodeId;

/**
 * A machine of the provider. Its agent asks for work under the machine's id, so that it is known
 * again when it comes back.
 */
final class Machine {
  private final int number;
  private final boolean bad;
  private final double stepsPerSecond;
  private final NodeId node;
  private boolean taken;

  Machine(int number, boolean bad, double stepsPerSecond) {
    this.number = number;
    this.bad = bad;
    this.stepsPerSecond = stepsPerSecond;
    this.node = new NodeId("machine-%05d".formatted(number));
  }

  int number() {
    return number;
  }

  /** Whether every job fails on it. */
  boolean bad() {
    return bad;
  }

  double stepsPerSecond() {
    return stepsPerSecond;
  }

  NodeId node() {
    return node;
  }

  boolean taken() {
    return taken;
  }

  void taken(boolean now) {
    taken = now;
  }
}
