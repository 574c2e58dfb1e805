package io.baton.sync.retention;

import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.UnfinishedUpload;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store holds.
 *
 * @param objects all of them, by key
 * @param committed by their manifests
 * @param unreadable manifests that are none
 * @param unfinished uploads in parts
 */
record StoreContents(
    Map<ObjectKey, ObjectStat> objects,
    List<Committed> committed,
    List<ObjectKey> unreadable,
    List<UnfinishedUpload> unfinished) {
  StoreContents {
    objects = new TreeMap<>(objects);
    committed = List.copyOf(committed);
    unreadable = List.copyOf(unreadable);
    unfinished = List.copyOf(unfinished);
  }

  /** Whether all objects of a checkpoint are there with their sizes. */
  boolean isWhole(Committed checkpoint) {
    return checkpoint.manifest().files().stream()
        .allMatch(
            file -> {
              ObjectStat object = objects.get(file.key());
              return object != null && object.size() == file.storedSize();
            });
  }
}
