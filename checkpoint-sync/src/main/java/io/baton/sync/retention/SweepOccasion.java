package io.baton.sync.retention;

import io.baton.sync.manifest.CheckpointKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** When storage is swept, and with that what may be in use. */
public sealed interface SweepOccasion {
  /**
   * Whether a run that stored something at a time may go on, and refer to its newest checkpoint.
   */
  boolean mayGoOn(Instant lastStored, Instant now);

  /**
   * Whether an object that no manifest names is left over.
   *
   * @param run prefix of the run that stored it
   */
  boolean isLeftOver(String run, Instant modified, Instant now);

  /** Whether an upload that was begun at a time and never finished is to be given up. */
  boolean isGivenUp(Instant begun, Instant now);

  /**
   * Perhaps beside a run that nothing is known of: the newest checkpoint of every run that has
   * stored something lately stays, since its next one may refer to the same objects.
   *
   * @param unused objects that no manifest names go when they are older, and so do unfinished
   *     uploads; younger ones may belong to a checkpoint that is being sent
   */
  record Anytime(Duration unused) implements SweepOccasion {
    public Anytime {
      requirePositive(unused);
    }

    @Override
    public boolean mayGoOn(Instant lastStored, Instant now) {
      return lastStored.isAfter(now.minus(unused));
    }

    @Override
    public boolean isLeftOver(String run, Instant modified, Instant now) {
      return !mayGoOn(modified, now);
    }

    @Override
    public boolean isGivenUp(Instant begun, Instant now) {
      return !mayGoOn(begun, now);
    }
  }

  /** By the run itself, which has just committed a checkpoint: only what the policy says goes. */
  record AfterCommit() implements SweepOccasion {
    @Override
    public boolean mayGoOn(Instant lastStored, Instant now) {
      return false;
    }

    @Override
    public boolean isLeftOver(String run, Instant modified, Instant now) {
      return false;
    }

    @Override
    public boolean isGivenUp(Instant begun, Instant now) {
      return false;
    }
  }

  /**
   * By the run itself when it has ended: what it left behind goes at once, and what others did when
   * it is older.
   */
  record EndOfRun(CheckpointKeys run, Duration unused) implements SweepOccasion {
    public EndOfRun {
      Objects.requireNonNull(run, "run");
      requirePositive(unused);
    }

    @Override
    public boolean mayGoOn(Instant lastStored, Instant now) {
      return false;
    }

    @Override
    public boolean isLeftOver(String other, Instant modified, Instant now) {
      return other.equals(run.prefix().value()) || isGivenUp(modified, now);
    }

    @Override
    public boolean isGivenUp(Instant begun, Instant now) {
      return !begun.isAfter(now.minus(unused));
    }
  }

  private static void requirePositive(Duration unused) {
    if (unused.isNegative() || unused.isZero()) {
      throw new IllegalArgumentException("the age of orphans must be positive, not " + unused);
    }
  }
}
