package io.baton.sync.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What storage knows about an object.
 *
 * @param size bytes
 * @param modified when it was written, on the storage's clock
 */
public record ObjectStat(ObjectKey key, long size, Instant modified) {
  public ObjectStat {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(modified, "modified");
    if (size < 0) {
      throw new IllegalArgumentException("size must not be negative, is " + size);
    }
  }
}
