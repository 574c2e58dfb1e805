package io.baton.sync.manifest;

import java.util.Objects;

/**
 * The bytes of an object that holds a file in another form.
 *
 * @param size of the object, in bytes
 * @param sha256 of the object's bytes
 */
public record EncodedAs(Encoding encoding, long size, Sha256 sha256) {
  public EncodedAs {
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(sha256, "sha256");
    if (size < 0) {
      throw new IllegalArgumentException("the size of an encoded object is negative");
    }
  }
}
