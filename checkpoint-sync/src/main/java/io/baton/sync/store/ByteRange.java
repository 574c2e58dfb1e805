package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request for a stretch of an object, and what the answer has to say (RFC 9110, 14). */
record ByteRange(ObjectKey key, long size, FileSlice slice) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

  /** The value of a {@code Range} header. */
  String header() {
    return "bytes=" + slice.offset() + "-" + (slice.end() - 1);
  }

  /**
   * @param status of the answer, 2xx
   * @param contentRange its header, or an empty text
   */
  void requireAnswered(int status, String contentRange) {
    Matcher matcher = CONTENT_RANGE.matcher(contentRange);
    if (status != 206 || !matcher.matches()) {
      throw new SyncException(
          SyncError.STORAGE_REFUSED,
          "The storage answered " + status + " to a request for a range of " + key + ".");
    }
    long total = Long.parseLong(matcher.group(3));
    if (total != size) {
      throw otherSize(key, size, total);
    }
    if (Long.parseLong(matcher.group(1)) != slice.offset()
        || Long.parseLong(matcher.group(2)) != slice.end() - 1) {
      throw new SyncException(
          SyncError.STORAGE_REFUSED,
          "The storage answered '" + contentRange + "' to a request for " + header() + ".");
    }
  }

  /** The object ends before the range begins. */
  SyncException beyondTheEnd() {
    return new SyncException(
        SyncError.OBJECT_CORRUPT,
        "The object " + key + " has at most " + slice.offset() + " bytes instead of " + size + ".");
  }

  static SyncException otherSize(ObjectKey key, long expected, long actual) {
    return new SyncException(
        SyncError.OBJECT_CORRUPT,
        "The object " + key + " has " + actual + " bytes instead of " + expected + ".");
  }
}
