package io.baton.it.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param queueSizes smallest first; the last one's leases are those that beat
 * @param claims in each round
 * @param rounds of each queue size
 * @param heartbeats a second
 * @param idleNodes that wait for work
 * @param span of heartbeats, and of idleness
 */
record Scale(
    List<Integer> queueSizes,
    int claims,
    int rounds,
    int heartbeats,
    int idleNodes,
    Duration span,
    Duration warmUp) {
  static final Scale FULL =
      new Scale(
          List.of(1_000, 100_000, 1_000_000),
          1_000,
          10,
          2_000,
          1_000,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  static final Scale QUICK =
      new Scale(
          List.of(500, 2_000, 10_000),
          500,
          2,
          500,
          100,
          Duration.ofSeconds(3),
          Duration.ofSeconds(1));
}
