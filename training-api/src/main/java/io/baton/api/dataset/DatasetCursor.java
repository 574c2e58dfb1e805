package io.baton.api.dataset;

import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of datasets ended. Its text means nothing to callers. */
public record DatasetCursor(Instant createdAt, DatasetId id) {
  public static DatasetCursor parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(decoded, StandardCharsets.US_ASCII).split(" ", 2);
      return new DatasetCursor(Instant.parse(parts[0]), new DatasetId(parts[1]));
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
    }
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((createdAt + " " + id).getBytes(StandardCharsets.US_ASCII));
  }
}
