package io.baton.protocol.problem;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who has to change something before the same request can succeed. */
public enum Fault {
  /** Whoever sent the request. */
  @JsonProperty("caller")
  CALLER,
  /** Whoever runs the service. */
  @JsonProperty("service")
  SERVICE
}
