package io.baton.protocol.webhook;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.time.Instant;

/**
 * Asks to send again what was given up.
 *
 * @param since deliveries of events from then on, from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z
 */
public record Redelivery(Instant since) {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  public Redelivery {
    Fields.required("since", since);
    if (since.isBefore(Instant.EPOCH) || since.isAfter(LAST)) {
      throw new InvalidFieldException("since", "must be from " + Instant.EPOCH + " to " + LAST);
    }
  }

  /**
   * What will be sent again.
   *
   * @param deliveries how many, at least 0
   */
  public record Started(int deliveries) {}
}
