package io.baton.sync.manifest;

import io.baton.sync.store.ObjectKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A file of a checkpoint and the object that holds it.
 *
 * @param path inside the checkpoint
 * @param size bytes of the file
 * @param sha256 of the file
 * @param key below the checkpoint's own prefix, or below an earlier one's when the file is
 *     unchanged
 * @param encoded what the object holds, where it is not the file as it is
 */
public record ManifestFile(
    RelativePath path, long size, Sha256 sha256, ObjectKey key, Optional<EncodedAs> encoded) {
  public ManifestFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(encoded, "encoded");
    if (size < 0) {
      throw new IllegalArgumentException("the size of " + path + " is negative");
    }
  }

  /** A file whose object has the same bytes. */
  public ManifestFile(RelativePath path, long size, Sha256 sha256, ObjectKey key) {
    this(path, size, sha256, key, Optional.empty());
  }

  /** The same content at another place. */
  public ManifestFile at(RelativePath other) {
    return new ManifestFile(other, size, sha256, key, encoded);
  }

  /** Bytes of the object. */
  public long storedSize() {
    return encoded.map(EncodedAs::size).orElse(size);
  }
}
