package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Optional;

/**
 * Aspect-ratio buckets: each image is trained at the size whose aspect ratio is nearest to its own,
 * with at most {@code resolution}² pixels.
 *
 * @param minBucketReso shortest side of such a size in pixels, 8 to 4096 and not more than the
 *     resolution; absent: a quarter of the resolution
 * @param maxBucketReso longest side in pixels, 32 to 16,384 and not less than the resolution;
 *     absent: twice the resolution
 * @param bucketResoSteps every side, the resolution too, is a multiple of so many pixels, 8 to
 *     1024, itself a multiple of 8; default 64
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BucketOptions(
    Optional<Integer> minBucketReso, Optional<Integer> maxBucketReso, Integer bucketResoSteps) {

  public BucketOptions {
    minBucketReso = Fields.orEmpty(minBucketReso);
    minBucketReso.ifPresent(side -> Fields.inRange("minBucketReso", side, 8, 4096));
    maxBucketReso = Fields.orEmpty(maxBucketReso);
    maxBucketReso.ifPresent(side -> Fields.inRange("maxBucketReso", side, 32, 16_384));
    bucketResoSteps = Fields.orDefault(bucketResoSteps, 64);
    Fields.inRange("bucketResoSteps", bucketResoSteps, 8, 1024);
    if (bucketResoSteps % 8 != 0) {
      throw new InvalidFieldException(
          "bucketResoSteps", "must be a multiple of 8, not " + bucketResoSteps);
    }
  }

  /** Refuses buckets that do not hold the square of {@code resolution} pixels. */
  public void requireSquareOf(int resolution) {
    if (resolution % bucketResoSteps != 0) {
      throw new InvalidFieldException(
          "resolution",
          "must be a multiple of buckets.bucketResoSteps "
              + bucketResoSteps
              + ", not "
              + resolution);
    }
    minBucketReso
        .filter(least -> roundedUp(least) > resolution)
        .ifPresent(
            least -> {
              throw new InvalidFieldException(
                  "buckets.minBucketReso",
                  "must be at most the resolution of " + resolution + ", not " + least);
            });
    maxBucketReso
        .filter(most -> most < resolution)
        .ifPresent(
            most -> {
              throw new InvalidFieldException(
                  "buckets.maxBucketReso",
                  "must be at least the resolution of " + resolution + ", not " + most);
            });
  }

  private int roundedUp(int side) {
    return (side + bucketResoSteps - 1) / bucketResoSteps * bucketResoSteps;
  }
}
