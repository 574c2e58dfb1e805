package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.nio.charset.StandardCharsets;

/**
 * An object's name below a store's root, {@code segment/segment/…}. No segment is empty, {@code .}
 * or {@code ..}, so a key means the same on every store (some clients rewrite {@code a//b}) and can
 * never leave the root of a store that is a directory.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** S3's limit, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private static final int MAX_SEGMENT_BYTES = 255;

  public ObjectKey {
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid(value, "it is longer than " + MAX_BYTES + " bytes");
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw invalid(value, "its segments must not be empty, '.' or '..'");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
        throw invalid(value, "a segment is longer than " + MAX_SEGMENT_BYTES + " bytes");
      }
    }
    if (value.indexOf('\\') >= 0 || value.chars().anyMatch(Character::isISOControl)) {
      throw invalid(value, "backslashes and control characters are not allowed");
    }
  }

  private static SyncException invalid(String value, String reason) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return new SyncException(
        SyncError.BAD_INPUT,
        "'" + shown.replaceAll("\\p{Cntrl}", "?") + "' is no object key: " + reason + ".");
  }

  public ObjectKey resolve(String relative) {
    return new ObjectKey(value + "/" + relative);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
