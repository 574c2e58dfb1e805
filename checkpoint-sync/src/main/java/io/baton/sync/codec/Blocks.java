package io.baton.sync.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * What the blocks of a file compress to. Formats of tensors (safetensors, the archives of torch)
 * put each tensor at a multiple of 8 bytes or more, so a block that begins at a multiple of its
 * size holds whole numbers; which kind of numbers is found by trying, with no need to understand
 * the format.
 */
final class Blocks {
  /** A block's size; the last of a file may be shorter. */
  static final int BYTES = 1 << 20;

  /**
   * zstd's; higher ones gain next to nothing on trained numbers and cost several times the time.
   */
  static final int LEVEL = 1;

  /** So much of a block is tried. */
  private static final int TRIAL_BYTES = 1 << 15;

  /** Sorting has to gain this much over leaving it, since the trial is only a part of the block. */
  private static final double NOTICEABLE = 0.98;

  private final byte[] trial = new byte[TRIAL_BYTES];
  private final byte[] sorted = new byte[TRIAL_BYTES];
  private final byte[] compressed = new byte[(int) Zstd.compressBound(TRIAL_BYTES)];

  /** A width and how many of the block's bytes are left with it, as a share. */
  record Choice(NumberWidth width, double share) {}

  /** Tries the middle of a block. */
  Choice choose(byte[] block, int length) {
    int tried = Math.min(length, TRIAL_BYTES);
    if (tried < NumberWidth.EIGHT.bytes()) {
      return new Choice(NumberWidth.ONE, 1);
    }
    // A multiple of 8, so that whole numbers are tried.
    int start = (length - tried) / 2 / 8 * 8;
    System.arraycopy(block, start, trial, 0, tried);
    Choice best = new Choice(NumberWidth.ONE, share(NumberWidth.ONE, tried));
    for (NumberWidth width : NumberWidth.values()) {
      double share = share(width, tried);
      if (share < best.share() * NOTICEABLE) {
        best = new Choice(width, share);
      }
    }
    return best;
  }

  /** Each place on its own, as in a whole block, where it fills blocks of zstd's. */
  private double share(NumberWidth width, int length) {
    width.sort(trial, length, sorted);
    int numbers = length / width.bytes();
    long size = 0;
    for (int start = 0; start < length; start += numbers) {
      size += compressed(start, Math.min(numbers, length - start));
    }
    return (double) size / length;
  }

  private long compressed(int start, int length) {
    long size =
        Zstd.compressByteArray(compressed, 0, compressed.length, sorted, start, length, LEVEL);
    if (Zstd.isError(size)) {
      throw new ZstdException(size);
    }
    return size;
  }
}
