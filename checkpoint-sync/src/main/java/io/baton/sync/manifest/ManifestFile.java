package io.baton.sync.manifest;

import io.baton.sync.store.ObjectKey;
import java.util.Objects;

/**
 * A file of a checkpoint and the object that holds it.
 *
 * @param path inside the checkpoint
 * @param size bytes
 * @param key below the checkpoint's own prefix, or below an earlier one's when the file is
 *     unchanged
 */
public record ManifestFile(RelativePath path, long size, Sha256 sha256, ObjectKey key) {
  public ManifestFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(key, "key");
    if (size < 0) {
      throw new IllegalArgumentException("the size of " + path + " is negative");
    }
  }
}
