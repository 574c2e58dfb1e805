package io.baton.api.pool.decision;

import io.baton.protocol.field.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of decisions ended. Its text means nothing to callers.
 *
 * @param before the sequence of the last decision
 */
record DecisionCursor(long before) {
  /** After every decision. */
  static final DecisionCursor START = new DecisionCursor(Long.MAX_VALUE);

  static DecisionCursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      long before = Long.parseLong(plain);
      if (before > 0) {
        return new DecisionCursor(before);
      }
    } catch (IllegalArgumentException e) {
      throw notACursor();
    }
    throw notACursor();
  }

  private static InvalidFieldException notACursor() {
    return new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Long.toString(before).getBytes(StandardCharsets.US_ASCII));
  }
}
