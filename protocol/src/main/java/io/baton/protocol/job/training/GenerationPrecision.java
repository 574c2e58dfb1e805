package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The number format that class images are drawn in. */
public enum GenerationPrecision {
  /** 32-bit floats. */
  @JsonProperty("fp32")
  FP32,
  /** bfloat16. */
  @JsonProperty("bf16")
  BF16,
  /** On GPUs only. */
  @JsonProperty("fp16")
  FP16;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
