package io.baton.protocol.job.training;

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
  BF16,
  /** With loss scaling; some thirty times slower than float32 on a CPU. */
  @JsonProperty("fp16")
  FP16;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
