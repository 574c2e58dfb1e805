package io.baton.autoscaler.simulation;

/** What the provider did, and what it bills. */
final class ProviderCounts {
  private int running;
  private int mostRunning;
  private int starts;
  private int interruptions;
  private int replacements;
  private long billed;
  private long countedAt;

  void started(long now) {
    count(now);
    starts++;
    running++;
    mostRunning = Math.max(mostRunning, running);
  }

  void ended(long now) {
    count(now);
    running--;
  }

  void interrupted() {
    interruptions++;
  }

  void replaced() {
    replacements++;
  }

  private void count(long now) {
    billed += running * (now - countedAt);
    countedAt = now;
  }

  /** Node time up to now, in milliseconds. */
  long billed(long now) {
    count(now);
    return billed;
  }

  int running() {
    return running;
  }

  int mostRunning() {
    return mostRunning;
  }

  int starts() {
    return starts;
  }

  int interruptions() {
    return interruptions;
  }

  int replacements() {
    return replacements;
  }
}
