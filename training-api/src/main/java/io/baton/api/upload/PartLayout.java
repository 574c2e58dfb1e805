package io.baton.api.upload;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.storage.UploadStart;
import java.util.Optional;

/**
 * How an object is cut into parts.
 *
 * @param size of the object in bytes
 * @param partSize of each part but the last in bytes
 */
record PartLayout(long size, long partSize) {
  private static final long MEBIBYTE = 1L << 20;

  /** Few calls for a checkpoint, little to send again when one breaks. */
  private static final long USUAL_PART = 16 * MEBIBYTE;

  /**
   * Cuts as wanted, or else into as few parts as make sense.
   *
   * @throws InvalidFieldException if there would be too many parts
   */
  static PartLayout of(long size, Optional<Long> wanted) {
    long smallest = ceilDiv(size, UploadStart.MAX_PARTS);
    long partSize = wanted.orElse(Math.max(USUAL_PART, ceilDiv(smallest, MEBIBYTE) * MEBIBYTE));
    if (partSize < smallest) {
      throw new InvalidFieldException(
          "partSize",
          "must be at least "
              + smallest
              + " for "
              + size
              + " bytes, so that there are at most "
              + UploadStart.MAX_PARTS
              + " parts");
    }
    return new PartLayout(size, partSize);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  int parts() {
    return Math.toIntExact(ceilDiv(size, partSize));
  }

  /**
   * The size of a part.
   *
   * @throws InvalidFieldException if there is no such part
   */
  long sizeOf(int number) {
    if (number < 1 || number > parts()) {
      throw new InvalidFieldException(
          "parts", "must be from 1 to " + parts() + " for this upload, not " + number);
    }
    return number < parts() ? partSize : size - partSize * (parts() - 1);
  }
}
