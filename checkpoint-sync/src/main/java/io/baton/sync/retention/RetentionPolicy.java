package io.baton.sync.retention;

import java.util.OptionalInt;

/**
 * Which committed checkpoints stay. The newest always does.
 *
 * @param keepLast the newest so many, at least 1
 * @param keepEvery besides, the first checkpoint at or after each multiple of so many steps, at
 *     least 1
 * @param keepBest besides, so many with the lowest loss, of those that have one; 0 or more
 */
public record RetentionPolicy(int keepLast, OptionalInt keepEvery, int keepBest) {
  public RetentionPolicy {
    if (keepLast < 1) {
      throw new IllegalArgumentException(
          "retention must keep at least 1 checkpoint, not " + keepLast);
    }
    if (keepEvery.isPresent() && keepEvery.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "retention cannot keep a checkpoint every " + keepEvery.getAsInt() + " steps");
    }
    if (keepBest < 0) {
      throw new IllegalArgumentException(
          "retention cannot keep the " + keepBest + " best checkpoints");
    }
  }

  public static RetentionPolicy keepLast(int count) {
    return new RetentionPolicy(count, OptionalInt.empty(), 0);
  }

  public boolean keepsAll() {
    return keepLast == Integer.MAX_VALUE;
  }
}
