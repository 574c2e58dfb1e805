package io.baton.sync.transfer;

/**
 * How objects travel.
 *
 * @param partBytes size of a part of a large object, in bytes, at least 5 MiB as S3 asks; smaller
 *     objects travel whole
 * @param parallelParts how many parts travel at the same time, at least 1
 */
public record TransferSettings(long partBytes, int parallelParts) {
  public static final long SMALLEST_PART_BYTES = 5L << 20;

  public TransferSettings {
    if (partBytes < SMALLEST_PART_BYTES) {
      throw new IllegalArgumentException(
          "a part must have at least " + SMALLEST_PART_BYTES + " bytes, not " + partBytes);
    }
    if (parallelParts < 1) {
      throw new IllegalArgumentException(
          "at least 1 part must travel at a time, not " + parallelParts);
    }
  }

  /** 16 MiB a part, 4 at a time. */
  public static TransferSettings standard() {
    return new TransferSettings(16L << 20, 4);
  }
}
