package io.baton.protocol.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * All objects of a checkpoint and then its manifest are in storage: record it.
 *
 * @param step optimizer steps done, at least 1
 * @param manifest below the attempt's prefix
 * @param bytes of all its files, at least 0
 * @param loss at that step, any finite number; absent when it is not known
 * @param uploadSeconds seconds from the begin of its upload to the end, at least 0; absent when it
 *     was not measured
 * @param costSeconds seconds that training lost to a checkpoint, to its writing and its upload, as
 *     last measured in this attempt, at least 0; absent when it was not measured yet
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CheckpointCommit(
    int step,
    StoredFile manifest,
    long bytes,
    Optional<Double> loss,
    Optional<Double> uploadSeconds,
    Optional<Double> costSeconds) {
  public CheckpointCommit {
    Fields.inRange("step", step, 1, Integer.MAX_VALUE);
    Fields.required("manifest", manifest);
    Fields.inRange("bytes", bytes, 0, Long.MAX_VALUE);
    loss = Fields.orDefault(loss, Optional.<Double>empty()).filter(Double::isFinite);
    uploadSeconds = Fields.orEmpty(uploadSeconds);
    uploadSeconds.ifPresent(
        seconds -> Fields.inRange("uploadSeconds", seconds, 0.0, Double.MAX_VALUE));
    costSeconds = Fields.orEmpty(costSeconds);
    costSeconds.ifPresent(seconds -> Fields.inRange("costSeconds", seconds, 0.0, Double.MAX_VALUE));
  }

  public CheckpointCommit(
      int step,
      StoredFile manifest,
      long bytes,
      Optional<Double> loss,
      Optional<Double> uploadSeconds) {
    this(step, manifest, bytes, loss, uploadSeconds, Optional.empty());
  }
}
