package io.baton.api.background;

import java.time.Duration;

/**
 * One run of a task. It ends when its replica could not renew its hold in time: then another
 * replica does the work.
 */
public final class TaskRun {
  private final String task;
  private final long number;
  private final long holdNanos;
  private volatile long renewedAt;
  private volatile boolean lost;

  TaskRun(String task, long number, Duration hold) {
    this.task = task;
    this.number = number;
    this.holdNanos = hold.toNanos();
    this.renewedAt = System.nanoTime();
  }

  /** Whether no other replica may run the task. Long work asks between its steps. */
  public boolean stillMine() {
    return !lost && System.nanoTime() - renewedAt < holdNanos;
  }

  String task() {
    return task;
  }

  long number() {
    return number;
  }

  /**
   * Notes that the hold was renewed.
   *
   * @param askedAt {@link System#nanoTime()} before the database was asked
   */
  void renewed(long askedAt) {
    renewedAt = askedAt;
  }

  void lose() {
    lost = true;
  }
}
