package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryStatus {
  /** Waits for its next try. */
  @JsonProperty("pending")
  PENDING,
  /** The receiver answered 2xx. */
  @JsonProperty("delivered")
  DELIVERED,
  /** Every try was used up, or the receiver said 410. */
  @JsonProperty("given-up")
  GIVEN_UP;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
