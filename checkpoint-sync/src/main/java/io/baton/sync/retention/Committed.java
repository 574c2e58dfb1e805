package io.baton.sync.retention;

import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.store.ObjectKey;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** A committed checkpoint. */
public record Committed(ObjectKey manifestKey, Manifest manifest) {
  /** As a restore tries them: by step, and for the same step the run whose prefix sorts last. */
  static final Comparator<Committed> NEWEST_FIRST =
      Comparator.comparingInt(Committed::step).thenComparing(Committed::manifestKey).reversed();

  public Committed {
    Objects.requireNonNull(manifestKey, "manifestKey");
    Objects.requireNonNull(manifest, "manifest");
  }

  public int step() {
    return manifest.step();
  }

  /** All objects that it needs, its manifest included. */
  Stream<ObjectKey> keys() {
    return Stream.concat(
        Stream.of(manifestKey), manifest.files().stream().map(ManifestFile::key).distinct());
  }
}
