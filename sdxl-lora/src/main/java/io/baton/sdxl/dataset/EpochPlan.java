package io.baton.sdxl.dataset;

import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows each micro-step sees and when the optimizer steps, as a function of the micro-step's
 * number alone. An epoch shows every row once in a new order; a batch has rows of one bucket, and
 * each bucket's last batch may be short. The optimizer steps after every {@code accumulation}
 * batches and after the last batch of an epoch.
 */
public final class EpochPlan {

  private final int[] bucketOfRow;
  private final int buckets;
  private final int batchSize;
  private final int accumulation;
  private final int batches;

  private EpochPlan(int[] bucketOfRow, int batchSize, int accumulation) {
    if (bucketOfRow.length < 1 || batchSize < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "rows, batch size and accumulation must be positive: %d, %d, %d"
              .formatted(bucketOfRow.length, batchSize, accumulation));
    }
    this.bucketOfRow = bucketOfRow;
    this.buckets = Arrays.stream(bucketOfRow).max().orElseThrow() + 1;
    this.batchSize = batchSize;
    this.accumulation = accumulation;
    int[] rowsOfBucket = new int[buckets];
    for (int bucket : bucketOfRow) {
      rowsOfBucket[bucket]++;
    }
    this.batches = Arrays.stream(rowsOfBucket).map(rows -> ceilDiv(rows, batchSize)).sum();
  }

  /**
   * A plan without buckets.
   *
   * @param rows of the dataset: images times repeats
   * @param batchSize rows a micro-step
   * @param accumulation micro-steps an optimizer step
   */
  public static EpochPlan of(int rows, int batchSize, int accumulation) {
    return new EpochPlan(new int[rows], batchSize, accumulation);
  }

  /**
   * A plan with buckets.
   *
   * @param bucketOfRow number of each row's bucket, 0 or more
   * @param batchSize rows a micro-step
   * @param accumulation micro-steps an optimizer step
   */
  public static EpochPlan ofBuckets(int[] bucketOfRow, int batchSize, int accumulation) {
    return new EpochPlan(bucketOfRow.clone(), batchSize, accumulation);
  }

  /** Micro-steps an optimizer step. */
  public int accumulation() {
    return accumulation;
  }

  /** Micro-steps in an epoch. */
  public int batches() {
    return batches;
  }

  /** Optimizer steps in an epoch. */
  public int updates() {
    return ceilDiv(batches, accumulation);
  }

  /** Micro-step {@code index}, counted from 0 over the whole run. */
  public MicroStep microStep(long index) {
    int position = (int) (index % batches);
    boolean last = position == batches - 1;
    return new MicroStep(
        index, index / batches, position, last || (position + 1) % accumulation == 0);
  }

  /** How many micro-steps precede the micro-steps of optimizer step {@code steps} + 1. */
  public long microStepsBefore(long steps) {
    return steps / updates() * batches + steps % updates() * accumulation;
  }

  /** The rows of a micro-step, all of one bucket: {@code batchSize}, or fewer. */
  public int[] rowsOf(MicroStep step, long seed) {
    return epoch(step.epoch(), seed).get(step.position());
  }

  /**
   * The batches of an epoch: the rows in random order, a batch whenever a bucket has enough; the
   * rest of each bucket; and then, with several buckets, those batches in random order.
   */
  private List<int[]> epoch(long epoch, long seed) {
    List<int[]> full = new ArrayList<>();
    int[][] open = new int[buckets][batchSize];
    int[] filled = new int[buckets];
    for (int row : new RandomStream(seed, Purpose.SHUFFLE, epoch, 0).permutation(rows())) {
      int bucket = bucketOfRow[row];
      open[bucket][filled[bucket]++] = row;
      if (filled[bucket] == batchSize) {
        full.add(open[bucket].clone());
        filled[bucket] = 0;
      }
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      if (filled[bucket] > 0) {
        full.add(Arrays.copyOf(open[bucket], filled[bucket]));
      }
    }
    if (buckets == 1) {
      return full;
    }
    int[] order = new RandomStream(seed, Purpose.BUCKET, epoch, 0).permutation(batches);
    return IntStream.of(order).mapToObj(full::get).toList();
  }

  private int rows() {
    return bucketOfRow.length;
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
