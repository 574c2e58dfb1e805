package io.baton.sync.transfer;

import io.baton.sync.store.FileSlice;
import java.nio.file.Path;

/**
 * How a large file is cut: parts of the same size, the last may be smaller.
 *
 * @param size bytes of the file, at least 1
 * @param partBytes bytes of a part, at least 1
 */
record PartPlan(long size, long partBytes) {
  /** S3's limit (Amazon S3 user guide, "Multipart upload limits"). */
  static final int MOST_PARTS = 10_000;

  private static final long STEP = 1L << 20;

  PartPlan {
    if (size < 1 || partBytes < 1) {
      throw new IllegalArgumentException("nothing to cut: " + size + " by " + partBytes);
    }
  }

  /** Parts as large as wanted, or larger by whole MiB where there would be too many. */
  static PartPlan of(long size, long wantedPartBytes) {
    long least = (size + MOST_PARTS - 1) / MOST_PARTS;
    return new PartPlan(
        size, least <= wantedPartBytes ? wantedPartBytes : (least + STEP - 1) / STEP * STEP);
  }

  int parts() {
    return Math.toIntExact((size + partBytes - 1) / partBytes);
  }

  /**
   * @param number from 1
   */
  FileSlice slice(Path file, int number) {
    long offset = (number - 1) * partBytes;
    return new FileSlice(file, offset, Math.min(partBytes, size - offset));
  }
}
