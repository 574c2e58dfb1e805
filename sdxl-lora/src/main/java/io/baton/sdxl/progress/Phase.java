package io.baton.sdxl.progress;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The parts of a run. */
public enum Phase {
  LOADING_MODEL,
  PREPARING_DATA,
  GENERATING_CLASS_IMAGES,
  TRAINING,
  VALIDATING,
  /** Of {@code sdxl-lora sample}. */
  SAMPLING,
  SAVING;

  /** The name in the {@code phase} event, such as {@code loading-model}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
