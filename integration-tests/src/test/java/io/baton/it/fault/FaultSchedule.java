package io.baton.it.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws what each request meets, from a seed; the order in which requests come is their own. */
final class FaultSchedule {
  private static final int LONGEST_DELAY_MILLIS = 800;

  private final SplittableRandom random;
  private final List<Fault> faults;
  private final boolean firstByteOnly;
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private double share;
  private boolean away;

  private FaultSchedule(long seed, List<Fault> faults, boolean firstByteOnly) {
    this.random = new SplittableRandom(seed);
    this.faults = faults;
    this.firstByteOnly = firstByteOnly;
  }

  /** Everything that can happen; whatever goes through storage has a digest. */
  static FaultSchedule forStorage(long seed) {
    return new FaultSchedule(
        seed,
        List.of(
            Fault.DELAY,
            Fault.CUT_REQUEST,
            Fault.LOSE_ANSWER,
            Fault.TRUNCATE_ANSWER,
            Fault.DAMAGE_REQUEST,
            Fault.DAMAGE_ANSWER,
            Fault.SERVER_ERROR,
            Fault.UNAVAILABLE),
        false);
  }

  /**
   * Calls of the API carry no digest: that their bytes arrive as they were sent is the transport's
   * promise. What is damaged is the first byte of an answer, so that it is none.
   */
  static FaultSchedule forApi(long seed) {
    return new FaultSchedule(
        seed,
        List.of(
            Fault.DELAY,
            Fault.CUT_REQUEST,
            Fault.LOSE_ANSWER,
            Fault.TRUNCATE_ANSWER,
            Fault.DAMAGE_ANSWER,
            Fault.SERVER_ERROR,
            Fault.UNAVAILABLE),
        true);
  }

  /**
   * From now on.
   *
   * @param value share of the requests that meet a fault, 0 to 1
   */
  synchronized void share(double value) {
    share = value;
  }

  /** Whether the server is away altogether from now on: every request gets 503. */
  synchronized void away(boolean value) {
    away = value;
  }

  synchronized Strike next() {
    if (away) {
      return new Strike(Fault.UNAVAILABLE, 0, Duration.ZERO);
    }
    if (random.nextDouble() >= share) {
      return Strike.NONE;
    }
    Fault fault = faults.get(random.nextInt(faults.size()));
    double place = random.nextDouble();
    struck.merge(fault, 1, Integer::sum);
    return new Strike(
        fault,
        firstByteOnly && fault == Fault.DAMAGE_ANSWER ? 0 : place,
        Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS)));
  }

  /** How often each was drawn. */
  synchronized Map<Fault, Integer> struck() {
    return new EnumMap<>(struck);
  }
}
