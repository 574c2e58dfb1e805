package io.baton.sync.retention;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.restore.Candidate;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ListableStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.UnfinishedUpload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Deletes from a store what a policy does not keep, and what lost or broken runs left behind. It
 * may die at any point: what it did not finish is found by the next one. Not for several threads at
 * a time.
 */
public final class StoreSweep {
  private final ListableStore store;
  private final Retry retry;
  private final Supplier<Deadline> deadline;
  private final Consumer<SyncException> remark;
  private final Map<ObjectKey, Committed> known = new HashMap<>();

  /**
   * @param deadline for each call of the store, asked for when its turn comes
   * @param remark is told why unfinished uploads are left out, where the server cannot list them
   */
  public StoreSweep(
      ListableStore store,
      Retry retry,
      Supplier<Deadline> deadline,
      Consumer<SyncException> remark) {
    this.store = store;
    this.retry = retry;
    this.deadline = deadline;
    this.remark = remark;
  }

  /**
   * Looks, and deletes nothing.
   *
   * @param now on the storage's clock
   * @throws SyncException with {@code MANIFEST_TOO_NEW} where it cannot know what a manifest names,
   *     with {@code BAD_INPUT} where checkpoints of several trainings are stored
   */
  public SweepPlan plan(RetentionPolicy policy, SweepOccasion occasion, Instant now) {
    return new SweepDecision(contents(occasion), occasion, now).decide(policy);
  }

  /** Deletes what the plan says. */
  public void carryOut(SweepPlan plan) {
    for (ObjectStat object : plan.retiredObjects()) {
      delete(object.key());
      known.remove(object.key());
    }
    plan.orphans().forEach(object -> delete(object.key()));
    for (UnfinishedUpload unfinished : plan.unfinished()) {
      call(
          () -> {
            store.parts().ifPresent(parts -> parts.abort(unfinished.upload()));
            return unfinished;
          });
    }
  }

  /** What the storage's clock says, by means of an object that is there for a moment. */
  public Instant storageTime() {
    ObjectKey probe = new ObjectKey("checkpoint-sync-clock-" + UUID.randomUUID());
    try {
      return call(() -> {
            store.put(probe, "what time is it?".getBytes(StandardCharsets.UTF_8));
            return store.head(probe);
          })
          .map(ObjectStat::modified)
          .orElseThrow(
              () ->
                  new SyncException(
                      SyncError.STORAGE_FAILED, "The storage lost " + probe + " at once."));
    } finally {
      delete(probe);
    }
  }

  private StoreContents contents(SweepOccasion occasion) {
    Map<ObjectKey, ObjectStat> objects = new HashMap<>();
    call(() -> store.list(Optional.empty())).forEach(object -> objects.put(object.key(), object));
    List<Committed> committed = new ArrayList<>();
    List<ObjectKey> unreadable = new ArrayList<>();
    for (Candidate candidate : StoredCheckpoints.among(objects.keySet())) {
      try {
        committed.add(read(candidate.manifestKey()));
      } catch (SyncException e) {
        if (e.error() == SyncError.OBJECT_MISSING) {
          // Somebody else has deleted it since.
          objects.remove(candidate.manifestKey());
        } else if (e.error().damagesCheckpoint()) {
          unreadable.add(candidate.manifestKey());
        } else {
          throw e;
        }
      }
    }
    committed.forEach(checkpoint -> lookAgain(checkpoint, objects));
    return new StoreContents(objects, committed, unreadable, unfinished(occasion));
  }

  /** Some servers cannot list them, and have to be told to give them up by themselves. */
  private List<UnfinishedUpload> unfinished(SweepOccasion occasion) {
    if (occasion instanceof SweepOccasion.AfterCommit) {
      return List.of();
    }
    try {
      return call(() -> store.unfinished(Optional.empty()));
    } catch (SyncException e) {
      if (e.error() == SyncError.STORAGE_REFUSED) {
        remark.accept(e);
        return List.of();
      }
      throw e;
    }
  }

  private Committed read(ObjectKey manifestKey) {
    Committed before = known.get(manifestKey);
    if (before != null) {
      return before;
    }
    byte[] json = call(() -> store.get(manifestKey, ManifestJson.MAX_BYTES));
    Committed committed = new Committed(manifestKey, ManifestJson.read(manifestKey, json));
    known.put(manifestKey, committed);
    return committed;
  }

  /** A list is not of one moment: what was stored meanwhile may not be on it. */
  private void lookAgain(Committed checkpoint, Map<ObjectKey, ObjectStat> objects) {
    for (ManifestFile file : checkpoint.manifest().files()) {
      if (!objects.containsKey(file.key())) {
        call(() -> store.head(file.key())).ifPresent(object -> objects.put(file.key(), object));
      }
    }
  }

  private void delete(ObjectKey key) {
    call(
        () -> {
          store.delete(key);
          return key;
        });
  }

  private <T> T call(Supplier<T> operation) {
    return retry.callUntil(deadlineOnce(), operation);
  }

  private Supplier<Deadline> deadlineOnce() {
    Deadline ofThisCall = deadline.get();
    return () -> ofThisCall;
  }
}
