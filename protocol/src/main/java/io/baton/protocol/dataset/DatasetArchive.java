package io.baton.protocol.dataset;

import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/**
 * A zip that holds a dataset's files. It is unpacked when the dataset is finalized.
 *
 * @param size in bytes, 22 to 5,368,709,120; the service may allow less
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 */
public record DatasetArchive(long size, String sha256) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** An empty zip. */
  private static final long MIN_BYTES = 22;

  /** What storage takes in one upload. */
  public static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  public DatasetArchive {
    Fields.inRange("size", size, MIN_BYTES, MAX_BYTES);
    Fields.matching("sha256", sha256, SHA256, "must be 64 hexadecimal digits in lower case");
  }
}
