package io.baton.sync.retention;

import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.store.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the last checkpoints, at least one. Only what is committed counts, so nothing goes before a
 * newer one is committed.
 *
 * @param keepLast how many, at least 1
 */
public record Retention(int keepLast) {
  public Retention {
    if (keepLast < 1) {
      throw new IllegalArgumentException(
          "retention must keep at least 1 checkpoint, not " + keepLast);
    }
  }

  /** A committed checkpoint. */
  public record Committed(ObjectKey manifestKey, Manifest manifest) {}

  /**
   * What to do.
   *
   * @param kept newest first
   * @param deletions in this order: each manifest before its objects, so that a half-done deletion
   *     leaves no manifest of missing objects; objects that a kept manifest refers to are not there
   */
  public record Decision(List<Committed> kept, List<ObjectKey> deletions) {
    public Decision {
      kept = List.copyOf(kept);
      deletions = List.copyOf(deletions);
    }
  }

  public Decision decide(List<Committed> committed) {
    List<Committed> newestFirst =
        committed.stream()
            .sorted(
                Comparator.<Committed>comparingInt(one -> one.manifest().step())
                    .thenComparing(Committed::manifestKey)
                    .reversed())
            .toList();
    int boundary = Math.min(keepLast, newestFirst.size());
    List<Committed> kept = newestFirst.subList(0, boundary);
    Set<ObjectKey> spared = new HashSet<>();
    for (Committed checkpoint : kept) {
      spared.add(checkpoint.manifestKey());
      checkpoint.manifest().files().stream().map(ManifestFile::key).forEach(spared::add);
    }
    List<ObjectKey> deletions = new ArrayList<>();
    for (Committed checkpoint : newestFirst.subList(boundary, newestFirst.size())) {
      delete(checkpoint.manifestKey(), spared, deletions);
    }
    for (Committed checkpoint : newestFirst.subList(boundary, newestFirst.size())) {
      for (ManifestFile file : checkpoint.manifest().files()) {
        delete(file.key(), spared, deletions);
      }
    }
    return new Decision(kept, deletions);
  }

  /** Each key once. */
  private static void delete(ObjectKey key, Set<ObjectKey> spared, List<ObjectKey> deletions) {
    if (spared.add(key)) {
      deletions.add(key);
    }
  }
}
