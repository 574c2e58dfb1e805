package io.baton.sync.retention;

import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.UnfinishedUpload;
import java.util.List;

/**
 * What a sweep leaves and what it deletes.
 *
 * @param kept checkpoints, newest first
 * @param retired checkpoints that the policy gives up, newest first
 * @param damaged manifests of checkpoints that miss objects or cannot be read; they count for
 *     nothing, and they and what they name are left alone
 * @param retiredObjects the retired checkpoints' manifests, then those of their objects that
 *     nothing else names
 * @param orphans old objects that no manifest names
 * @param unfinished old uploads in parts that nobody finished
 */
public record SweepPlan(
    List<Committed> kept,
    List<Committed> retired,
    List<ObjectKey> damaged,
    List<ObjectStat> retiredObjects,
    List<ObjectStat> orphans,
    List<UnfinishedUpload> unfinished) {
  public SweepPlan {
    kept = List.copyOf(kept);
    retired = List.copyOf(retired);
    damaged = List.copyOf(damaged);
    retiredObjects = List.copyOf(retiredObjects);
    orphans = List.copyOf(orphans);
    unfinished = List.copyOf(unfinished);
  }

  /** Whether it deletes nothing. */
  public boolean isEmpty() {
    return retiredObjects.isEmpty() && orphans.isEmpty() && unfinished.isEmpty();
  }

  /**
   * Bytes of the objects that storage has less afterwards; those of unfinished uploads are not
   * known.
   */
  public long freedBytes() {
    return retiredObjects.stream().mapToLong(ObjectStat::size).sum()
        + orphans.stream().mapToLong(ObjectStat::size).sum();
  }
}
