package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the learning rate moves over the steps; names as in diffusers' {@code --lr_scheduler}. */
public enum LearningRateSchedule {
  /** Falls evenly to 0. */
  @JsonProperty("linear")
  LINEAR,
  /** Falls to 0 along half a cosine. */
  @JsonProperty("cosine")
  COSINE,
  /** Falls to 0 along half a cosine, several times. */
  @JsonProperty("cosine_with_restarts")
  COSINE_WITH_RESTARTS,
  /** Falls along a power of the steps left. */
  @JsonProperty("polynomial")
  POLYNOMIAL,
  /** Stays, without a warm-up. */
  @JsonProperty("constant")
  CONSTANT,
  /** Stays after the warm-up. */
  @JsonProperty("constant_with_warmup")
  CONSTANT_WITH_WARMUP;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
