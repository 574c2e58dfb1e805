package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whether jobs may use a dataset. */
public enum DatasetStatus {
  /** Takes files. */
  @JsonProperty("open")
  OPEN,
  /** Is being checked; takes no files meanwhile. */
  @JsonProperty("validating")
  VALIDATING,
  /** Checked; jobs may use it, and no file can be added or changed. */
  @JsonProperty("ready")
  READY,
  /**
   * Checked and found wanting: {@code problems} says why. Takes files, and can be finalized anew.
   */
  @JsonProperty("invalid")
  INVALID;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
