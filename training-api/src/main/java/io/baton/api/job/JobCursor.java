package io.baton.api.job;

import io.baton.protocol.field.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of jobs ended. Its text means nothing to callers. */
public record JobCursor(long sequence) {
  public static JobCursor parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      return new JobCursor(Long.parseLong(new String(decoded, StandardCharsets.US_ASCII)));
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
