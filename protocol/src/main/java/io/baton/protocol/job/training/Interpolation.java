package io.baton.protocol.job.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How images are resized; names as in diffusers' {@code --image_interpolation_mode}. */
public enum Interpolation {
  /** The nearest pixel. */
  @JsonProperty("nearest")
  NEAREST,
  /** The nearest pixel; the same as nearest for such images. */
  @JsonProperty("nearest_exact")
  NEAREST_EXACT,
  /** Along straight lines. */
  @JsonProperty("bilinear")
  BILINEAR,
  /** Along cubic curves. */
  @JsonProperty("bicubic")
  BICUBIC,
  /** The mean of the pixels below. */
  @JsonProperty("box")
  BOX,
  /** Sharper than bilinear. */
  @JsonProperty("hamming")
  HAMMING,
  /** The sharpest. */
  @JsonProperty("lanczos")
  LANCZOS;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
