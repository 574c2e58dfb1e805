package io.baton.sync.upload;

import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import java.util.Objects;

/**
 * A checkpoint whose objects and then manifest are in storage.
 *
 * @param manifestSha256 of the manifest's bytes
 * @param manifestBytes the manifest's size
 * @param sentBytes of the objects that were not in storage before
 */
public record CommittedCheckpoint(
    ObjectKey manifestKey,
    Sha256 manifestSha256,
    long manifestBytes,
    long sentBytes,
    Manifest manifest) {
  public CommittedCheckpoint {
    Objects.requireNonNull(manifestKey, "manifestKey");
    Objects.requireNonNull(manifestSha256, "manifestSha256");
    Objects.requireNonNull(manifest, "manifest");
  }

  public int step() {
    return manifest.step();
  }

  /** Of all files together, sent now or before. */
  public long bytes() {
    return manifest.bytes();
  }
}
