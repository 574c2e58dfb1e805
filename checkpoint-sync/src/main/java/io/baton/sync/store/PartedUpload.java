package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.util.Objects;
import java.util.function.Supplier;

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

  /** What a part or the completion of an upload fails with that storage does not know. */
  SyncException missing(Throwable cause) {
    return new SyncException(
        SyncError.UPLOAD_MISSING,
        "The storage does not know the upload of " + key + " in parts any more.",
        cause);
  }

  /** Some servers say that the object is missing where the upload is. */
  <T> T known(Supplier<T> call) {
    try {
      return call.get();
    } catch (SyncException e) {
      throw e.error() == SyncError.OBJECT_MISSING ? missing(e) : e;
    }
  }
}
