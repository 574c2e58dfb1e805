package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.util.List;

/**
 * Which parts of an upload are to be sent next.
 *
 * @param parts their numbers, each 1 to 10,000; 1 to 1,000 entries
 */
public record PartRequest(List<Integer> parts) {
  public PartRequest {
    parts = Fields.listOrEmpty(parts);
    Fields.inRange("parts", parts.size(), 1, 1000);
    for (int part : parts) {
      Fields.inRange("parts", part, 1, UploadStart.MAX_PARTS);
    }
  }
}
