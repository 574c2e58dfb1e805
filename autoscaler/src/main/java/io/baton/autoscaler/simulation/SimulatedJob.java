package io.baton.autoscaler.simulation;

import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.JobId;
import java.util.ArrayList;
import java.util.List;

/** A job at the modelled API. */
final class SimulatedJob {
  private final int number;
  private final int priority;
  private final int steps;
  private final long createdAt;
  private final List<Machine> bans = new ArrayList<>(0);
  private int committed;
  private int failures;
  private int interruptions;
  private long claimedAt = -1;
  private long lostSince = -1;
  private long useful;
  private boolean setUp;
  private boolean ended;

  SimulatedJob(int number, int priority, int steps, long createdAt) {
    this.number = number;
    this.priority = priority;
    this.steps = steps;
    this.createdAt = createdAt;
  }

  int number() {
    return number;
  }

  JobId id() {
    return new JobId("job-" + number);
  }

  int priority() {
    return priority;
  }

  int steps() {
    return steps;
  }

  int stepsLeft() {
    return steps - committed;
  }

  long createdAt() {
    return createdAt;
  }

  int committed() {
    return committed;
  }

  void commit(int step) {
    if (step < committed || step > steps) {
      throw new IllegalStateException("checkpoint " + step + " of " + this + " after " + committed);
    }
    committed = step;
  }

  long claimedAt() {
    return claimedAt;
  }

  void claimed(long now) {
    if (claimedAt < 0) {
      claimedAt = now;
    }
  }

  /** Since when it has no node; -1: it never had one. */
  long lostSince() {
    return lostSince;
  }

  void lost(long now) {
    lostSince = now;
  }

  boolean bannedFrom(Machine machine) {
    return bans.contains(machine);
  }

  /** A failure there; true: that was one too many. */
  boolean failed(Machine machine, Budgets budgets) {
    bans.add(machine);
    return ++failures >= budgets.maxFailures();
  }

  /** It lost its node; true: that was once too often. */
  boolean interrupted(Budgets budgets) {
    return ++interruptions >= budgets.maxInterruptions();
  }

  /** Time that counts as useful, should the job complete. */
  void useful(long millis) {
    useful += millis;
  }

  long useful() {
    return useful;
  }

  /** Whether an attempt got as far as training. */
  boolean wasSetUp() {
    return setUp;
  }

  void setUp() {
    setUp = true;
  }

  void end() {
    if (ended) {
      throw new IllegalStateException(this + " ended twice");
    }
    ended = true;
  }

  @Override
  public String toString() {
    return "job " + number;
  }
}
