package io.baton.autoscaler.simulation;

import io.baton.protocol.node.NodeId;

/**
 * A machine of the provider. Its agent asks for work under the machine's id, so that it is known
 * again when it comes back.
 */
final class Machine {
  private final int number;
  private final boolean bad;
  private final NodeId node;
  private double stepsPerSecond;
  private boolean taken;

  Machine(int number, boolean bad) {
    this.number = number;
    this.bad = bad;
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

  /** It is handed out, and as fast as its owner leaves it for now. */
  void take(double speed) {
    taken = true;
    stepsPerSecond = speed;
  }

  void free() {
    taken = false;
  }
}
