package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * The number format of the frozen weights and of the matrix products; LoRA weights stay float32.
 */
public enum MixedPrecision {
  /** 32-bit floats. */
  @JsonProperty("no")
  NO,
  /** bfloat16. */
  @JsonProperty("bf16")
  BF16;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
