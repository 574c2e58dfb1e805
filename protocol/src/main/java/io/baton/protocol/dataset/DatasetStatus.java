package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whether jobs may use a dataset. */
public enum DatasetStatus {
  /** Takes files. */
  @JsonProperty("open")
  OPEN,
  /** Checked; no file can be added or changed. */
  @JsonProperty("ready")
  READY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
