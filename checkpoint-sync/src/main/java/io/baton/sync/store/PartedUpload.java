package io.baton.sync.store;

import java.util.Objects;

/**
 * An object that comes in parts and is none until they are put together.
 *
 * @param id the storage's name for the upload, or that of whoever signs for it
 */
public record PartedUpload(ObjectKey key, String id) {
  public PartedUpload {
    Objects.requireNonNull(key, "key");
    if (id.isBlank()) {
      throw new IllegalArgumentException("an upload's id must not be empty");
    }
  }
}
