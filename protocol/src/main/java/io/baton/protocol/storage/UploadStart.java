package io.baton.protocol.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.Optional;

/**
 * A large object is to be uploaded in parts, each of which can be sent again by itself.
 *
 * @param key the object's name in storage, below the attempt's prefix, 1 to 900 characters
 * @param size of the whole object in bytes, 1 to 5,497,558,138,880
 * @param partSize of each part but the last in bytes, 5,242,880 to 5,368,709,120, so that there are
 *     at most 10,000 parts; absent: the service chooses
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record UploadStart(String key, long size, Optional<Long> partSize) {
  /** Smallest part but the last, in bytes. */
  public static final long MIN_PART = 5L << 20;

  /** Largest part, in bytes. */
  public static final long MAX_PART = 5L << 30;

  /** Most parts of an object. */
  public static final int MAX_PARTS = 10_000;

  private static final long MAX_SIZE = 5L << 40;

  public UploadStart {
    Fields.text("key", key, 900);
    Fields.inRange("size", size, 1, MAX_SIZE);
    partSize = Fields.orDefault(partSize, Optional.empty());
    partSize.ifPresent(bytes -> Fields.inRange("partSize", bytes, MIN_PART, MAX_PART));
  }
}
