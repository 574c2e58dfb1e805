package io.baton.node.attempt;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Measures what training loses to a checkpoint, with any trainer: how much longer the steps took
 * from the one that the checkpoint is of to the first after its upload's end than as many steps
 * before it. So both count, that training stands still for it and that its upload slows training
 * down. Time that is not spent on steps, such as drawing images, counts for neither. Not
 * thread-safe.
 */
final class CheckpointCost {
  private static final int REMEMBERED = 1000;
  private static final double NANOS = 1e9;

  /** When each step was done, in nanoseconds of training. */
  private final TreeMap<Integer, Long> doneAt = new TreeMap<>();

  /** Of steps without a checkpoint. */
  private OptionalDouble nanosPerStep = OptionalDouble.empty();

  /** The step from which on no checkpoint disturbed the training. */
  private Optional<Integer> calmSince = Optional.empty();

  /** The step of a checkpoint whose upload is not over. */
  private Optional<Integer> disturbedSince = Optional.empty();

  private int lastWritten = -1;
  private int checkpoints;
  private boolean uploaded;
  private Optional<Double> seconds = Optional.empty();

  private long notTrainingNanos;
  private Optional<Long> awaySinceNanos = Optional.empty();

  /** Training stops for something else, or goes on. */
  void training(boolean goesOn, long nowNanos) {
    if (!goesOn && awaySinceNanos.isEmpty()) {
      awaySinceNanos = Optional.of(nowNanos);
    } else if (goesOn && awaySinceNanos.isPresent()) {
      notTrainingNanos += nowNanos - awaySinceNanos.get();
      awaySinceNanos = Optional.empty();
    }
  }

  void done(int step, long nowNanos) {
    doneAt.put(step, nowNanos - notTrainingNanos);
    if (doneAt.size() > REMEMBERED) {
      doneAt.pollFirstEntry();
    }
    if (disturbedSince.isPresent() && uploaded) {
      conclude(disturbedSince.get(), step);
    } else if (calmSince.isEmpty() && disturbedSince.isEmpty()) {
      // What comes before the first step is not a step.
      calmSince = Optional.of(step);
    }
  }

  /** A checkpoint of that step is there; may be told more than once. */
  void written(int step) {
    if (step <= lastWritten) {
      return;
    }
    lastWritten = step;
    if (disturbedSince.isPresent()) {
      checkpoints++;
      uploaded = false;
      return;
    }
    if (!doneAt.containsKey(step)) {
      return;
    }
    calmSince
        .filter(begin -> begin < step && doneAt.containsKey(begin))
        .ifPresent(begin -> nanosPerStep = OptionalDouble.of(nanosPerStep(begin, step)));
    disturbedSince = Optional.of(step);
    checkpoints = 1;
    uploaded = false;
  }

  /** The upload of the newest is over, well or not. */
  void uploaded() {
    uploaded = true;
  }

  /** Of a checkpoint, as last measured. */
  Optional<Double> seconds() {
    return seconds;
  }

  private void conclude(int from, int to) {
    if (nanosPerStep.isPresent() && doneAt.containsKey(from)) {
      double longer = (nanosPerStep(from, to) - nanosPerStep.getAsDouble()) * (to - from);
      seconds = Optional.of(Math.max(0, longer) / checkpoints / NANOS);
    }
    disturbedSince = Optional.empty();
    calmSince = Optional.of(to);
  }

  private double nanosPerStep(int from, int to) {
    return (double) (doneAt.get(to) - doneAt.get(from)) / (to - from);
  }
}
