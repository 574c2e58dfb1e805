package io.baton.sync.retention;

import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.store.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object's place in the layout: {@code TRAINING/runs/RUN/checkpoint-N/…}, also with {@code
 * attempts} for {@code runs}, or without either. What is nowhere in the layout is nobody's to
 * delete.
 *
 * @param training what is before the run: the same for all runs of one training; empty for the
 *     store's root
 * @param checkpoint the checkpoint's prefix, up to and with {@code checkpoint-N}
 * @param isManifest whether it is the checkpoint's manifest, and not one of its files
 */
record LayoutPlace(String training, String checkpoint, boolean isManifest) {
  private static final Set<String> RUNS = Set.of("runs", "attempts");

  static Optional<LayoutPlace> of(ObjectKey key) {
    List<String> segments = List.of(key.value().split("/"));
    for (int place = 0; place < segments.size() - 1; place++) {
      if (LocalCheckpoint.named(Path.of(segments.get(place))).isPresent()) {
        List<String> inside = segments.subList(place + 1, segments.size());
        boolean isManifest = inside.equals(List.of("manifest.json"));
        // The first counts: a trainer's own file may lie deeper under such a name.
        return isManifest || (inside.size() > 1 && inside.get(0).equals("files"))
            ? Optional.of(
                new LayoutPlace(
                    String.join("/", segments.subList(0, trainingEnd(segments, place))),
                    String.join("/", segments.subList(0, place + 1)),
                    isManifest))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int trainingEnd(List<String> segments, int checkpoint) {
    return checkpoint >= 2 && RUNS.contains(segments.get(checkpoint - 2))
        ? checkpoint - 2
        : checkpoint;
  }

  /** The prefix of the run that wrote it; empty for the store's root. */
  String run() {
    int slash = checkpoint.lastIndexOf('/');
    return slash < 0 ? "" : checkpoint.substring(0, slash);
  }
}
