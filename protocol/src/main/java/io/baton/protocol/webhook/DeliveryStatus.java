package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryStatus {
  /** It will be sent, or sent again. */
  @JsonProperty("pending")
  PENDING,
  /** The receiver answered with a 2xx. */
  @JsonProperty("delivered")
  DELIVERED,
  /** Every try was used up, or the webhook was disabled. */
  @JsonProperty("given-up")
  GIVEN_UP;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
