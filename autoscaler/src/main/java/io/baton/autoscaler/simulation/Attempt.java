package io.baton.autoscaler.simulation;

/**
 * A node's tenure of a job: it fetches the base model, sets up, trains and saves, one after the
 * other.
 */
final class Attempt {
  private final SimulatedJob job;
  private final int firstStep;
  private final int checkpointEvery;
  private final double stepsPerMilli;
  private final long claimedAt;
  private final long modelUntil;
  private final long trainsFrom;
  private final long trainsUntil;
  private final long endsAt;
  private final long upload;
  private long drainsFrom = Long.MAX_VALUE;

  /**
   * An attempt.
   *
   * @param model how long the base model takes here, in milliseconds; 0: it is there
   * @param upload from when a checkpoint is written until it is committed, in milliseconds
   */
  Attempt(
      SimulatedJob job,
      int checkpointEvery,
      double stepsPerSecond,
      long claimedAt,
      long model,
      long setUp,
      long finish,
      long upload) {
    this.job = job;
    this.firstStep = job.committed();
    this.checkpointEvery = checkpointEvery;
    this.stepsPerMilli = stepsPerSecond / 1000;
    this.claimedAt = claimedAt;
    this.modelUntil = claimedAt + model;
    this.trainsFrom = modelUntil + setUp;
    this.trainsUntil = trainsFrom + Math.round(job.stepsLeft() / stepsPerMilli);
    this.endsAt = trainsUntil + finish;
    this.upload = upload;
  }

  SimulatedJob job() {
    return job;
  }

  long claimedAt() {
    return claimedAt;
  }

  long modelUntil() {
    return modelUntil;
  }

  long trainsFrom() {
    return trainsFrom;
  }

  long trainsUntil() {
    return trainsUntil;
  }

  long endsAt() {
    return endsAt;
  }

  double stepsPerSecond() {
    return stepsPerMilli * 1000;
  }

  /** From now on it only writes a checkpoint and uploads it. */
  void drain(long now) {
    drainsFrom = now;
  }

  boolean draining() {
    return drainsFrom < Long.MAX_VALUE;
  }

  /** The last step that is done by then. */
  int step(long now) {
    long until = Math.min(Math.min(now, drainsFrom), trainsUntil);
    if (until == trainsUntil) {
      return job.steps();
    }
    return firstStep + (int) (Math.max(0, until - trainsFrom) * stepsPerMilli);
  }

  /** The step of the newest checkpoint that is committed by then. */
  int committed(long now) {
    int written = step(now - upload);
    return Math.max(firstStep, written - written % checkpointEvery);
  }

  /** What would be lost with the node now, in seconds. */
  double atRiskSeconds(long now) {
    return (step(now) - committed(now)) / stepsPerSecond();
  }

  /** Writes down what its time went into. */
  void account(Ledger ledger, long end, AttemptEnd how) {
    if (how == AttemptEnd.FAILED) {
      ledger.add(Use.LOST, end - claimedAt);
      return;
    }
    long model = Math.min(end, modelUntil);
    ledger.add(Use.STARTING, model - claimedAt);
    accountSetUp(ledger, Math.min(end, trainsFrom) - model, end, how);
    if (end > trainsFrom) {
      accountTraining(ledger, end, how);
    }
  }

  private void accountSetUp(Ledger ledger, long time, long end, AttemptEnd how) {
    if (end < trainsFrom) {
      ledger.add(how == AttemptEnd.LOST ? Use.LOST : Use.RESTARTED, time);
    } else if (job.wasSetUp()) {
      ledger.add(Use.RESTARTED, time);
    } else {
      job.setUp();
      useful(ledger, time);
    }
  }

  private void accountTraining(Ledger ledger, long end, AttemptEnd how) {
    long trained = Math.min(Math.min(end, drainsFrom), trainsUntil) - trainsFrom;
    long kept =
        how == AttemptEnd.LOST
            ? Math.min(trained, Math.round((committed(end) - firstStep) / stepsPerMilli))
            : trained;
    useful(ledger, kept);
    ledger.add(Use.LOST, trained - kept);
    long rest = end - trainsFrom - trained;
    switch (how) {
      case COMPLETED -> useful(ledger, rest);
      case DRAINED -> ledger.add(Use.RESTARTED, rest);
      case LOST, FAILED -> ledger.add(Use.LOST, rest);
    }
  }

  private void useful(Ledger ledger, long time) {
    ledger.add(Use.USEFUL, time);
    job.useful(time);
  }
}
