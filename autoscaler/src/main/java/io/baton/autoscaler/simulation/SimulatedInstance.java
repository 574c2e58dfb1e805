package io.baton.autoscaler.simulation;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A replica at the modelled provider. */
final class SimulatedInstance {
  private final InstanceId id;
  private InstanceState state = InstanceState.PENDING;
  private long since;
  private Optional<Machine> machine = Optional.empty();
  private SplittableRandom random;

  SimulatedInstance(long number, long now) {
    this.id = new InstanceId("instance-" + number);
    this.since = now;
  }

  InstanceId id() {
    return id;
  }

  InstanceState state() {
    return state;
  }

  void enter(InstanceState next, long now) {
    state = next;
    since = now;
  }

  Optional<Machine> machine() {
    return machine;
  }

  /** Its machine, and what chance holds in store for it there. */
  void allot(Machine found, SplittableRandom chance) {
    machine = Optional.of(found);
    random = chance;
  }

  SplittableRandom random() {
    return random;
  }

  boolean billed() {
    return state != InstanceState.PENDING;
  }

  Instance view() {
    return new Instance(
        id,
        billed() ? machine.map(Machine::node) : Optional.empty(),
        state,
        VirtualClock.at(since),
        machine.map(each -> each.node().value()),
        OptionalLong.empty());
  }
}
