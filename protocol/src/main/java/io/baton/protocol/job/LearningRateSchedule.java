package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the learning rate moves over the steps; names as in diffusers' {@code --lr_scheduler}. */
public enum LearningRateSchedule {
  @JsonProperty("linear")
  LINEAR,
  @JsonProperty("cosine")
  COSINE,
  @JsonProperty("cosine_with_restarts")
  COSINE_WITH_RESTARTS,
  @JsonProperty("polynomial")
  POLYNOMIAL,
  @JsonProperty("constant")
  CONSTANT,
  @JsonProperty("constant_with_warmup")
  CONSTANT_WITH_WARMUP;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
