package io.baton.sync.transfer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How objects travel.
 *
 * @param partBytes size of a part of a large object, in bytes, at least 5 MiB as S3 asks; smaller
 *     objects travel whole, and parts are larger where 10,000 of them would not be enough
 * @param parallelParts how many parts travel at the same time, 1 to 64
 * @param bandwidth shared by everything that has the same object
 * @param journal directory that remembers how far large files have come, so that a new process goes
 *     on there; made when it is missing. Without it a transfer that did not end begins anew.
 */
public record TransferSettings(
    long partBytes, int parallelParts, Bandwidth bandwidth, Optional<Path> journal) {
  public static final long SMALLEST_PART_BYTES = 5L << 20;
  public static final long LARGEST_PART_BYTES = 5L << 30;
  public static final int MOST_PARALLEL_PARTS = 64;

  public TransferSettings {
    if (partBytes < SMALLEST_PART_BYTES || partBytes > LARGEST_PART_BYTES) {
      throw new IllegalArgumentException(
          "a part must have "
              + SMALLEST_PART_BYTES
              + " to "
              + LARGEST_PART_BYTES
              + " bytes, not "
              + partBytes);
    }
    if (parallelParts < 1 || parallelParts > MOST_PARALLEL_PARTS) {
      throw new IllegalArgumentException(
          "1 to " + MOST_PARALLEL_PARTS + " parts can travel at a time, not " + parallelParts);
    }
    Objects.requireNonNull(bandwidth, "bandwidth");
    Objects.requireNonNull(journal, "journal");
  }

  /** 16 MiB a part, 4 at a time, as fast as it goes, no journal. */
  public static TransferSettings standard() {
    return new TransferSettings(16L << 20, 4, Bandwidth.unlimited(), Optional.empty());
  }

  public TransferSettings partBytes(long partBytes) {
    return new TransferSettings(partBytes, parallelParts, bandwidth, journal);
  }

  public TransferSettings parallelParts(int parallelParts) {
    return new TransferSettings(partBytes, parallelParts, bandwidth, journal);
  }

  public TransferSettings bandwidth(Bandwidth bandwidth) {
    return new TransferSettings(partBytes, parallelParts, bandwidth, journal);
  }

  public TransferSettings journal(Path directory) {
    return new TransferSettings(partBytes, parallelParts, bandwidth, Optional.of(directory));
  }
}
