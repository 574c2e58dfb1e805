package io.baton.autoscaler.simulation;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What the modelled API knows of a node. It outlives the instances that come under its id. */
final class NodeRecord {
  private final Machine machine;
  private final long firstSeen;
  private final Deque<Long> failures = new ArrayDeque<>(0);
  private Agent agent;
  private long lastSeen;
  private long idleSince;
  private SimulatedJob held;
  private long drainingSince = -1;
  private long quarantinedUntil = -1;
  private boolean measured;

  NodeRecord(Machine machine, long now) {
    this.machine = machine;
    this.firstSeen = now;
  }

  NodeId id() {
    return machine.node();
  }

  Machine machine() {
    return machine;
  }

  long firstSeen() {
    return firstSeen;
  }

  /** It asks for work, for the first time or again. */
  void comes(Agent with, long now) {
    agent = with;
    idleSince = now;
  }

  void gone(long heardOf) {
    agent = null;
    lastSeen = heardOf;
  }

  Optional<Agent> agent() {
    return Optional.ofNullable(agent);
  }

  long lastSeen(long now) {
    return agent == null ? lastSeen : now;
  }

  void holds(SimulatedJob job) {
    held = job;
  }

  /** No job from now on. */
  void idle(long now) {
    held = null;
    idleSince = now;
  }

  Optional<SimulatedJob> held() {
    return Optional.ofNullable(held);
  }

  long idleSince() {
    return idleSince;
  }

  void drain(long now) {
    drainingSince = drainingSince < 0 ? now : drainingSince;
  }

  void undrain() {
    drainingSince = -1;
  }

  Optional<DrainedBy> draining() {
    return drainingSince < 0 ? Optional.empty() : Optional.of(DrainedBy.AUTOSCALER);
  }

  long drainingSince() {
    return drainingSince;
  }

  void quarantine(long until) {
    quarantinedUntil = Math.max(quarantinedUntil, until);
  }

  boolean quarantined(long now) {
    return quarantinedUntil > now;
  }

  long quarantinedUntil() {
    return quarantinedUntil;
  }

  /** With a clean record. */
  void release() {
    quarantinedUntil = -1;
    failures.clear();
  }

  /** A job failed there; how many did within the window. */
  int failed(long now, long window) {
    failures.add(now);
    return failures(now, window);
  }

  int failures(long now, long window) {
    while (!failures.isEmpty() && failures.peek() <= now - window) {
      failures.remove();
    }
    return failures.size();
  }

  void measured() {
    measured = true;
  }

  boolean isMeasured() {
    return measured;
  }

  boolean mayWork(long now) {
    return agent != null
        && agent.phase() == Agent.Phase.WAITING
        && !agent.ending()
        && drainingSince < 0
        && !quarantined(now);
  }
}
