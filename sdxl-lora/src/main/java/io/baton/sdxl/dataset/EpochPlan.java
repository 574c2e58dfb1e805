package io.baton.sdxl.dataset;

import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import java.util.Arrays;

/**
 * Which rows each micro-step sees and when the optimizer steps, as a function of the micro-step's
 * number alone. An epoch shows every row once in a new order; its last batch may be short. The
 * optimizer steps after every {@code accumulation} batches and after the last batch of an epoch.
 *
 * @param rows of the dataset: images times repeats
 * @param batchSize rows a micro-step
 * @param accumulation micro-steps an optimizer step
 */
public record EpochPlan(int rows, int batchSize, int accumulation) {

  public EpochPlan {
    if (rows < 1 || batchSize < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "rows, batch size and accumulation must be positive: %d, %d, %d"
              .formatted(rows, batchSize, accumulation));
    }
  }

  /** Micro-steps in an epoch. */
  public int batches() {
    return ceilDiv(rows, batchSize);
  }

  /** Optimizer steps in an epoch. */
  public int updates() {
    return ceilDiv(batches(), accumulation);
  }

  /** Micro-step {@code index}, counted from 0 over the whole run. */
  public MicroStep microStep(long index) {
    int position = (int) (index % batches());
    boolean last = position == batches() - 1;
    return new MicroStep(
        index, index / batches(), position, last || (position + 1) % accumulation == 0);
  }

  /** How many micro-steps precede the micro-steps of optimizer step {@code steps} + 1. */
  public long microStepsBefore(long steps) {
    return steps / updates() * batches() + steps % updates() * accumulation;
  }

  /** The rows of a micro-step: {@code batchSize}, or fewer at the end of an epoch. */
  public int[] rowsOf(MicroStep step, long seed) {
    int[] order = new RandomStream(seed, Purpose.SHUFFLE, step.epoch(), 0).permutation(rows);
    int from = step.position() * batchSize;
    return Arrays.copyOfRange(order, from, Math.min(from + batchSize, rows));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * One forward and backward pass.
   *
   * @param index number over the whole run, from 0
   * @param epoch number of the epoch, from 0
   * @param position batch within the epoch, from 0
   * @param update whether the optimizer steps after it
   */
  public record MicroStep(long index, long epoch, int position, boolean update) {}
}
