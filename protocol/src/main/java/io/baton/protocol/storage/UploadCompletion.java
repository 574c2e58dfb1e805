package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All parts of an upload are in storage.
 *
 * @param parts all of them by number, from 1; 1 to 10,000 entries
 */
public record UploadCompletion(List<UploadedPart> parts) {
  public UploadCompletion {
    parts = Fields.listOrEmpty(parts);
    Fields.inRange("parts", parts.size(), 1, UploadStart.MAX_PARTS);
  }

  /**
   * A part that is in storage.
   *
   * @param number of the part, 1 to 10,000
   * @param etag what storage answered to its upload, with or without quotes; 1 to 100 characters
   */
  public record UploadedPart(int number, String etag) {
    private static final Pattern ETAG = Pattern.compile("\"?[!#-~]{1,98}\"?");

    public UploadedPart {
      Fields.inRange("number", number, 1, UploadStart.MAX_PARTS);
      Fields.matching("etag", etag, ETAG, "must be the ETag that storage answered");
    }
  }
}
