package io.baton.api.webhook;

import io.baton.protocol.field.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page ended. Its text means nothing to callers. */
public record LogCursor(long sequence) {
  public static LogCursor parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      return new LogCursor(Long.parseLong(new String(decoded, StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
    }
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
  }
}
