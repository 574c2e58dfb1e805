package io.baton.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.RelativePath;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retention.Retention.Decision;
import io.baton.sync.store.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RetentionPropertyTest {
  private static final CheckpointKeys KEYS = CheckpointKeys.below("run");

  /** Checkpoint 10 × (n + 1) refers to the shared file of the checkpoint that its entry picks. */
  private static List<Committed> history(List<Integer> picks) {
    List<Committed> committed = new ArrayList<>();
    for (int number = 0; number < picks.size(); number++) {
      int step = 10 * (number + 1);
      int sharedOf = 10 * (picks.get(number) % (number + 1) + 1);
      committed.add(
          new Committed(
              KEYS.manifest(step),
              new Manifest(
                  step,
                  List.of(file("weights", step), file("shared", sharedOf)),
                  // Losses of any order, none twice.
                  OptionalDouble.of(picks.get(number) + number / 100.0))));
    }
    return committed;
  }

  private static ManifestFile file(String path, int step) {
    RelativePath relative = new RelativePath(path);
    return new ManifestFile(relative, 1, new Sha256("0".repeat(64)), KEYS.file(step, relative));
  }

  @Property
  void what_is_kept_stays_whole_and_the_newest_is_always_kept(
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 7) Integer> picks,
      @ForAll @IntRange(min = 1, max = 9) int keepLast) {
    List<Committed> committed = history(picks);
    Decision decision = Retention.decide(RetentionPolicy.keepLast(keepLast), committed, Set.of());

    assertThat(decision.kept())
        .extracting(checkpoint -> checkpoint.manifest().step())
        .containsExactlyElementsOf(
            committed.stream()
                .map(checkpoint -> checkpoint.manifest().step())
                .sorted((one, other) -> other - one)
                .limit(keepLast)
                .toList());
    Set<ObjectKey> needed = new HashSet<>();
    for (Committed kept : decision.kept()) {
      needed.add(kept.manifestKey());
      kept.manifest().files().forEach(file -> needed.add(file.key()));
    }
    assertThat(decision.deletions()).noneMatch(needed::contains).doesNotHaveDuplicates();
  }

  @Property
  void milestones_and_the_best_stay_whatever_else_goes(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 7) Integer> picks,
      @ForAll @IntRange(min = 1, max = 50) int every,
      @ForAll @IntRange(min = 0, max = 4) int best) {
    List<Committed> committed = history(picks);
    RetentionPolicy policy = new RetentionPolicy(1, OptionalInt.of(every), best);
    List<Committed> kept = Retention.decide(policy, committed, Set.of()).kept();

    for (int multiple = every; multiple <= 10 * committed.size(); multiple += every) {
      int from = multiple;
      committed.stream()
          .filter(one -> one.step() >= from && one.step() < from + every)
          .min(Comparator.comparingInt(Committed::step))
          .ifPresent(first -> assertThat(kept).contains(first));
    }
    committed.stream()
        .sorted(Comparator.comparingDouble(one -> one.manifest().loss().orElseThrow()))
        .limit(best)
        .forEach(one -> assertThat(kept).contains(one));
  }

  @Property
  void deciding_commit_by_commit_keeps_what_deciding_once_at_the_end_keeps(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 7) Integer> picks,
      @ForAll @IntRange(min = 1, max = 3) int last,
      @ForAll @IntRange(min = 1, max = 50) int every,
      @ForAll @IntRange(min = 0, max = 3) int best) {
    RetentionPolicy policy = new RetentionPolicy(last, OptionalInt.of(every), best);
    List<Committed> stepwise = new ArrayList<>();
    for (Committed next : history(picks)) {
      stepwise.add(next);
      stepwise = new ArrayList<>(Retention.decide(policy, stepwise, Set.of()).kept());
    }
    assertThat(stepwise)
        .containsExactlyElementsOf(Retention.decide(policy, history(picks), Set.of()).kept());
  }

  @Property
  void everything_is_either_needed_or_deleted_manifests_first(
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 7) Integer> picks,
      @ForAll @IntRange(min = 1, max = 9) int keepLast) {
    List<Committed> committed = history(picks);
    Decision decision = Retention.decide(RetentionPolicy.keepLast(keepLast), committed, Set.of());

    Set<ObjectKey> everything = new HashSet<>();
    Set<ObjectKey> accountedFor = new HashSet<>(decision.deletions());
    for (Committed checkpoint : committed) {
      everything.add(checkpoint.manifestKey());
      checkpoint.manifest().files().forEach(file -> everything.add(file.key()));
    }
    for (Committed kept : decision.kept()) {
      accountedFor.add(kept.manifestKey());
      kept.manifest().files().forEach(file -> accountedFor.add(file.key()));
    }
    assertThat(accountedFor).isEqualTo(everything);
    assertThat(decision.deletions())
        .extracting(key -> key.value().endsWith("manifest.json"))
        .isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
  }
}
