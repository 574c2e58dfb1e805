package io.baton.sdxl.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.SortedMap;

/**
 * {@code progress.json} of a checkpoint.
 *
 * @param format version of this file's form
 * @param step optimizer steps done
 * @param microStep micro-steps done: the number of the next one
 * @param seed of the run; all random numbers follow from it and the micro-step
 * @param scalars the state's numbers
 * @param options what decides the run's bytes
 * @param crc32c of each other file of the checkpoint, in hex
 */
@JsonPropertyOrder({"format", "step", "microStep", "seed", "scalars", "options", "crc32c"})
record CheckpointProgress(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) long step,
    @JsonProperty(required = true) long microStep,
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) SortedMap<String, Double> scalars,
    @JsonProperty(required = true) SortedMap<String, String> options,
    @JsonProperty(required = true) SortedMap<String, String> crc32c) {

  static final int FORMAT = 2;

  CheckpointProgress {
    if (format != FORMAT) {
      throw new IllegalArgumentException("its format is %d, not %d".formatted(format, FORMAT));
    }
    if (step < 0 || microStep < step || scalars == null || options == null || crc32c == null) {
      throw new IllegalArgumentException("its numbers make no sense");
    }
  }
}
