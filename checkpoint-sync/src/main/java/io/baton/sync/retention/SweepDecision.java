package io.baton.sync.retention;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.UnfinishedUpload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Decides what a sweep deletes, from what a store holds. */
final class SweepDecision {
  private final StoreContents contents;
  private final SweepOccasion occasion;
  private final Instant now;

  /**
   * @param now on the clock that objects' ages are on
   */
  SweepDecision(StoreContents contents, SweepOccasion occasion, Instant now) {
    this.contents = contents;
    this.occasion = occasion;
    this.now = now;
  }

  /**
   * @throws SyncException with {@code BAD_INPUT} where checkpoints of several trainings are below
   *     the store's root: the newest of one would be reason to delete another's
   */
  SweepPlan decide(RetentionPolicy policy) {
    requireOneTraining();
    List<Committed> whole = contents.committed().stream().filter(contents::isWhole).toList();
    List<Committed> missing =
        contents.committed().stream().filter(one -> !contents.isWhole(one)).toList();
    List<ObjectKey> damaged =
        Stream.concat(contents.unreadable().stream(), missing.stream().map(Committed::manifestKey))
            .sorted()
            .toList();
    Retention.Decision decision =
        Retention.decide(policy, whole, newestOfRuns(whole, runsThatMayGoOn()));
    Set<ObjectKey> ofDamaged = new HashSet<>();
    missing.forEach(checkpoint -> checkpoint.keys().forEach(ofDamaged::add));
    List<ObjectStat> retiredObjects =
        decision.deletions().stream()
            .filter(key -> !ofDamaged.contains(key) && LayoutPlace.of(key).isPresent())
            .map(key -> contents.objects().get(key))
            .toList();
    return new SweepPlan(
        decision.kept(), decision.retired(), damaged, retiredObjects, orphans(), givenUp());
  }

  private void requireOneTraining() {
    Set<String> trainings = new TreeSet<>();
    for (ObjectKey key : contents.objects().keySet()) {
      LayoutPlace.of(key).map(LayoutPlace::training).ifPresent(trainings::add);
    }
    if (trainings.size() > 1) {
      List<String> names = trainings.stream().limit(3).map(name -> "'" + name + "'").toList();
      throw new SyncException(
          SyncError.BAD_INPUT,
          "Checkpoints of several trainings are stored here (below "
              + String.join(", ", names)
              + (trainings.size() > 3 ? ", …" : "")
              + "); give the store of one of them.");
    }
  }

  private Set<String> runsThatMayGoOn() {
    Set<String> runs = new HashSet<>();
    for (ObjectStat object : contents.objects().values()) {
      if (occasion.mayGoOn(object.modified(), now)) {
        LayoutPlace.of(object.key()).map(LayoutPlace::run).ifPresent(runs::add);
      }
    }
    return runs;
  }

  private static Set<Committed> newestOfRuns(List<Committed> whole, Set<String> runs) {
    Map<String, Committed> newest = new HashMap<>();
    for (Committed checkpoint : whole) {
      LayoutPlace.of(checkpoint.manifestKey())
          .map(LayoutPlace::run)
          .filter(runs::contains)
          .ifPresent(
              run ->
                  newest.merge(
                      run, checkpoint, (one, other) -> one.step() > other.step() ? one : other));
    }
    return new HashSet<>(newest.values());
  }

  private List<ObjectStat> orphans() {
    Set<ObjectKey> named = new HashSet<>();
    contents.committed().forEach(checkpoint -> checkpoint.keys().forEach(named::add));
    // What an unreadable manifest names is not known: all that is beside it stays.
    Set<String> unknown = new HashSet<>();
    contents.unreadable().stream()
        .flatMap(key -> LayoutPlace.of(key).stream())
        .forEach(place -> unknown.add(place.checkpoint()));
    List<ObjectStat> orphans = new ArrayList<>();
    for (ObjectStat object : contents.objects().values()) {
      Optional<LayoutPlace> place = LayoutPlace.of(object.key());
      if (place.isPresent()
          && !place.get().isManifest()
          && !named.contains(object.key())
          && !unknown.contains(place.get().checkpoint())
          && occasion.isLeftOver(place.get().run(), object.modified(), now)) {
        orphans.add(object);
      }
    }
    return orphans;
  }

  /** Of the layout only: below a root there may be uploads of others. */
  private List<UnfinishedUpload> givenUp() {
    return contents.unfinished().stream()
        .filter(upload -> LayoutPlace.of(upload.upload().key()).isPresent())
        .filter(upload -> occasion.isGivenUp(upload.startedAt(), now))
        .toList();
  }
}
