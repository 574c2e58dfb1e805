package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a node is about. The first of these that is true, from the last to the first. */
public enum NodeState {
  /** It asks for work and has none. */
  @JsonProperty("idle")
  IDLE,
  /** It holds a job under an unexpired lease. */
  @JsonProperty("busy")
  BUSY,
  /** An operator wants it empty: it gets no work, and gives back the job that it may hold. */
  @JsonProperty("draining")
  DRAINING,
  /** It is not trusted for a while: it gets no work, and gives back the job that it may hold. */
  @JsonProperty("quarantined")
  QUARANTINED,
  /** It was not heard of lately. */
  @JsonProperty("offline")
  OFFLINE,
  /** It was not heard of for so long that lists leave it out. */
  @JsonProperty("forgotten")
  FORGOTTEN;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
