package io.baton.sync.retention;

import io.baton.sync.store.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which checkpoints go. Only what is committed counts, so nothing goes before a newer one
 * is committed.
 */
public final class Retention {
  private Retention() {}

  /**
   * What to do.
   *
   * @param kept newest first
   * @param retired newest first
   * @param deletions in this order: each manifest before its objects, so that a half-done deletion
   *     leaves no manifest of missing objects; objects that a kept manifest refers to are not there
   */
  public record Decision(List<Committed> kept, List<Committed> retired, List<ObjectKey> deletions) {
    public Decision {
      kept = List.copyOf(kept);
      retired = List.copyOf(retired);
      deletions = List.copyOf(deletions);
    }
  }

  /**
   * @param protectedOnes that stay whatever the policy says
   */
  public static Decision decide(
      RetentionPolicy policy, Collection<Committed> committed, Set<Committed> protectedOnes) {
    List<Committed> newestFirst = committed.stream().sorted(Committed.NEWEST_FIRST).toList();
    Set<Committed> kept = new HashSet<>(protectedOnes);
    newestFirst.stream().limit(policy.keepLast()).forEach(kept::add);
    policy.keepEvery().ifPresent(steps -> kept.addAll(milestones(newestFirst, steps)));
    newestFirst.stream()
        .filter(checkpoint -> checkpoint.manifest().loss().isPresent())
        .sorted(Comparator.comparingDouble(checkpoint -> loss(checkpoint)))
        .limit(policy.keepBest())
        .forEach(kept::add);
    return split(newestFirst, kept);
  }

  private static double loss(Committed checkpoint) {
    return checkpoint.manifest().loss().orElseThrow();
  }

  /**
   * The first at or after each multiple, which stays the first whatever is deleted or committed
   * later; where two runs have it, the later run's.
   */
  private static Collection<Committed> milestones(List<Committed> newestFirst, int steps) {
    TreeMap<Integer, Committed> first = new TreeMap<>();
    for (Committed checkpoint : newestFirst) {
      first.merge(
          checkpoint.step() / steps,
          checkpoint,
          (known, older) -> older.step() < known.step() ? older : known);
    }
    return first.tailMap(1).values();
  }

  private static Decision split(List<Committed> newestFirst, Set<Committed> keep) {
    List<Committed> kept = newestFirst.stream().filter(keep::contains).toList();
    List<Committed> retired = newestFirst.stream().filter(one -> !keep.contains(one)).toList();
    Set<ObjectKey> spared = new HashSet<>();
    kept.forEach(checkpoint -> checkpoint.keys().forEach(spared::add));
    List<ObjectKey> deletions = new ArrayList<>();
    // Each key once.
    retired.stream().map(Committed::manifestKey).filter(spared::add).forEach(deletions::add);
    retired.stream().flatMap(Committed::keys).filter(spared::add).forEach(deletions::add);
    return new Decision(kept, retired, deletions);
  }
}
