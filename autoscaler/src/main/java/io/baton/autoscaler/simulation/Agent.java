package io.baton.autoscaler.simulation;

import java.util.Optional;
import java.util.SplittableRandom;

/** The agent of a machine: asks for work, trains, gives jobs back, ends when it is told to. */
final class Agent {
  /** What an agent is doing. */
  enum Phase {
    STARTING,
    WAITING,
    WORKING,
    GONE
  }

  private final World world;
  private final SimulatedInstance instance;
  private final Machine machine;
  private final SplittableRandom random;
  private Phase phase = Phase.STARTING;
  private long since;
  private boolean hasModel;
  private boolean ending;
  private Attempt attempt;

  Agent(World world, SimulatedInstance instance) {
    this.world = world;
    this.instance = instance;
    this.machine = instance.machine().orElseThrow();
    this.random = instance.random();
    this.since = world.now();
    world.events().after(world.nodes().boot().millis(random), this::ask);
  }

  private void ask() {
    if (phase == Phase.STARTING) {
      account(Use.STARTING);
      phase = Phase.WAITING;
      world.api().comes(this);
    }
  }

  /** The API hands it a job. */
  void take(SimulatedJob job) {
    account(Use.IDLE);
    phase = Phase.WORKING;
    NodeFigures nodes = world.nodes();
    attempt =
        new Attempt(
            job,
            world.scenario().checkpointEvery(),
            machine.stepsPerSecond(),
            world.now(),
            hasModel ? 0 : nodes.model().millis(random),
            nodes.setUp().millis(random),
            nodes.finish().millis(random),
            nodes.upload().millis(random));
    Attempt begun = attempt;
    if (machine.bad()) {
      long crash = begun.trainsFrom() + nodes.failure().millis(random);
      world.events().at(crash, () -> ifStill(begun, this::fail));
    } else {
      world.events().at(begun.endsAt(), () -> ifStill(begun, this::complete));
    }
  }

  private void ifStill(Attempt begun, Runnable then) {
    if (attempt == begun && !begun.draining()) {
      then.run();
    }
  }

  private void complete() {
    SimulatedJob job = endAttempt(AttemptEnd.COMPLETED);
    job.commit(job.steps());
    world.api().completed(this, job);
    next();
  }

  private void fail() {
    SimulatedJob job = endAttempt(AttemptEnd.FAILED);
    world.api().failed(this, job);
    next();
  }

  private SimulatedJob endAttempt(AttemptEnd how) {
    Attempt ended = attempt;
    ended.account(world.ledger(), world.now(), how);
    hasModel |= world.now() >= ended.modelUntil();
    attempt = null;
    since = world.now();
    phase = Phase.WAITING;
    return ended.job();
  }

  private void next() {
    if (ending) {
      leave();
    } else {
      world.api().waits(this);
    }
  }

  /** Gives its job back, with a checkpoint of the step that it is at. */
  void drain() {
    if (attempt == null || attempt.draining() || world.now() >= attempt.trainsUntil()) {
      return;
    }
    Attempt drained = attempt;
    long takes = world.now() <= attempt.trainsFrom() ? 0 : world.nodes().drain().millis(random);
    attempt.drain(world.now());
    world
        .events()
        .after(
            takes,
            () -> {
              if (attempt == drained) {
                release();
              }
            });
  }

  private void release() {
    int step = attempt.step(world.now());
    SimulatedJob job = endAttempt(AttemptEnd.DRAINED);
    job.commit(step);
    world.api().released(this, job);
    next();
  }

  /** SIGTERM. */
  void end() {
    ending = true;
    world.api().stopsAsking(this);
    if (attempt == null) {
      leave();
    } else {
      drain();
    }
  }

  private void leave() {
    account(phase == Phase.STARTING ? Use.STARTING : Use.IDLE);
    phase = Phase.GONE;
    world.api().gone(this);
    world.left(instance);
  }

  /** The machine is gone, and the agent with it. */
  void vanish() {
    if (attempt == null) {
      account(phase == Phase.STARTING ? Use.STARTING : Use.IDLE);
    } else {
      Attempt ended = attempt;
      SimulatedJob job = endAttempt(AttemptEnd.LOST);
      job.commit(ended.committed(world.now()));
      world.api().lost(this, ended);
    }
    phase = Phase.GONE;
    world.api().gone(this);
  }

  private void account(Use use) {
    world.ledger().add(use, world.now() - since);
    since = world.now();
  }

  Machine machine() {
    return machine;
  }

  Phase phase() {
    return phase;
  }

  /** Since when it is in this phase, or its last attempt ended. */
  long since() {
    return since;
  }

  boolean ending() {
    return ending;
  }

  Optional<Attempt> attempt() {
    return Optional.ofNullable(attempt);
  }
}
