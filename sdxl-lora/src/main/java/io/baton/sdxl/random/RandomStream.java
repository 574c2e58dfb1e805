package io.baton.sdxl.random;

import java.util.Objects;

/**
 * The random numbers for one purpose, step and row of a run. A stream has no state: number {@code
 * i} is a function of (seed, purpose, step, row, i), equal on every machine.
 *
 * @param seed the run's seed; any value
 * @param purpose what the numbers are for
 * @param step the global micro-step (or epoch, where the purpose says so), 0 to 2⁵⁶ - 1
 * @param row the row in the batch, 0 or more
 */
public record RandomStream(long seed, Purpose purpose, long step, int row) {

  private static final double TWO_TO_MINUS_32 = 0x1p-32;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  public RandomStream {
    Objects.requireNonNull(purpose, "purpose");
    if (step < 0 || step >= 1L << 56) {
      throw new IllegalArgumentException("step must be 0 to 2^56 - 1, not " + step);
    }
    if (row < 0) {
      throw new IllegalArgumentException("row must not be negative, not " + row);
    }
  }

  /** Number {@code index} of the stream as 64 random bits. */
  public long bits(int index) {
    int[] block = block(index >>> 1);
    return (index & 1) == 0 ? join(block[0], block[1]) : join(block[2], block[3]);
  }

  /** Number {@code index} as a double, uniform over [0, 1). */
  public double uniform(int index) {
    return (bits(index) >>> 11) * TWO_TO_MINUS_53;
  }

  /**
   * Number {@code index} as an integer, uniform over [0, bound) but for a bias below bound / 2⁶⁴.
   */
  public int below(int bound, int index) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    // floor(bits · bound / 2^64) with bits as an unsigned number
    long bits = bits(index);
    return (int) (Math.multiplyHigh(bits, bound) + (bits < 0 ? bound : 0));
  }

  /**
   * Fills {@code into[from, to)} with normal numbers of mean 0 and standard deviation 1 (Box and
   * Muller; at most 6.66 deviations out, as the uniform numbers have 32 bits).
   */
  public void fillGaussian(float[] into, int from, int to) {
    Objects.checkFromToIndex(from, to, into.length);
    int[] block = new int[4];
    for (int at = from, index = 0; at < to; index++) {
      load(block, index);
      at = pair(block[0], block[1], into, at, to);
      at = pair(block[2], block[3], into, at, to);
    }
  }

  /** The numbers 0 to {@code size} - 1 in random order (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1, i);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  // StrictMath: the same bits on every machine and JDK.
  private static int pair(int word0, int word1, float[] into, int at, int to) {
    if (at >= to) {
      return at;
    }
    double radius =
        Math.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(word0) + 1) * TWO_TO_MINUS_32));
    double angle = 2 * Math.PI * Integer.toUnsignedLong(word1) * TWO_TO_MINUS_32;
    into[at] = (float) (radius * StrictMath.cos(angle));
    if (at + 1 < to) {
      into[at + 1] = (float) (radius * StrictMath.sin(angle));
    }
    return at + 2;
  }

  private int[] block(int index) {
    int[] block = new int[4];
    load(block, index);
    return block;
  }

  // Counter: number within the stream, row, step (low half), step (high part) with the purpose.
  // Key: seed.
  private void load(int[] block, int index) {
    block[0] = index;
    block[1] = row;
    block[2] = (int) step;
    block[3] = (int) (step >>> 32) | purpose.id() << 24;
    Philox.encrypt(block, (int) seed, (int) (seed >>> 32));
  }

  private static long join(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }
}
