package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What turns gradients into steps. */
public enum OptimizerName {
  /** AdamW. */
  @JsonProperty("adamw")
  ADAMW,
  /** AdamW with its moments in bytes, as bitsandbytes keeps them. */
  @JsonProperty("adamw_8bit")
  ADAMW_8BIT,
  /** Finds its step size by itself: give a learning rate of 1. */
  @JsonProperty("prodigy")
  PRODIGY,
  /** Adafactor with a learning rate from outside, without first moment. */
  @JsonProperty("adafactor")
  ADAFACTOR;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasMoments() {
    return switch (this) {
      case ADAMW, ADAMW_8BIT, PRODIGY -> true;
      case ADAFACTOR -> false;
    };
  }

  /** Whether everything that is trained learns at one rate. */
  public boolean hasOneRate() {
    return switch (this) {
      case PRODIGY -> true;
      case ADAMW, ADAMW_8BIT, ADAFACTOR -> false;
    };
  }
}
