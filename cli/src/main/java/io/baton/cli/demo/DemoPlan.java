package io.baton.cli.demo;

import java.util.List;

/**
 * What the demonstration does.
 *
 * @param killAt steps at which the node is killed, ascending, none of them a checkpoint's or the
 *     last
 */
record DemoPlan(int steps, int checkpointEvery, List<Integer> killAt) {
  DemoPlan {
    killAt = killAt.stream().sorted().toList();
    if (steps < 2 || steps > 10_000) {
      throw new IllegalArgumentException("--steps must be from 2 to 10000, not " + steps + ".");
    }
    if (checkpointEvery < 2 || checkpointEvery > steps) {
      throw new IllegalArgumentException(
          "--checkpoint-every must be from 2 to --steps, not " + checkpointEvery + ".");
    }
    int last = 0;
    for (int step : killAt) {
      requireBetweenCheckpoints(step, steps, checkpointEvery);
      if (step == last) {
        throw new IllegalArgumentException("--kill-at " + step + " is given twice.");
      }
      last = step;
    }
  }

  private static void requireBetweenCheckpoints(int step, int steps, int checkpointEvery) {
    if (step < 1 || step >= steps) {
      throw new IllegalArgumentException(
          "--kill-at must be from 1 to --steps less one, not " + step + ".");
    }
    if (step % checkpointEvery == 0) {
      throw new IllegalArgumentException(
          "--kill-at %d is a checkpoint's step; choose one between two checkpoints, such as %d."
              .formatted(step, step + checkpointEvery / 2));
    }
  }
}
