package io.baton.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.RelativePath;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.PartedUpload;
import io.baton.sync.store.UnfinishedUpload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SweepDecisionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final SweepOccasion ANYTIME = new SweepOccasion.Anytime(DAY);
  private static final RelativePath WEIGHTS = new RelativePath("weights");

  private final Map<ObjectKey, ObjectStat> objects = new HashMap<>();
  private final List<Committed> committed = new ArrayList<>();
  private final List<ObjectKey> unreadable = new ArrayList<>();
  private final List<UnfinishedUpload> unfinished = new ArrayList<>();

  private ObjectKey store(String key, int hoursAgo) {
    ObjectKey object = new ObjectKey(key);
    objects.put(object, new ObjectStat(object, 1, NOW.minus(Duration.ofHours(hoursAgo))));
    return object;
  }

  /** A checkpoint whose weights are at a key, of its own or not. */
  private Committed commit(String run, int step, int hoursAgo, ObjectKey weights) {
    ObjectKey manifest = CheckpointKeys.below(run).manifest(step);
    store(manifest.value(), hoursAgo);
    Committed checkpoint =
        new Committed(
            manifest,
            new Manifest(
                step, List.of(new ManifestFile(WEIGHTS, 1, new Sha256("0".repeat(64)), weights))));
    committed.add(checkpoint);
    return checkpoint;
  }

  private Committed commit(String run, int step, int hoursAgo) {
    ObjectKey weights = CheckpointKeys.below(run).file(step, WEIGHTS);
    store(weights.value(), hoursAgo);
    return commit(run, step, hoursAgo, weights);
  }

  private SweepPlan plan(SweepOccasion occasion, int keepLast) {
    return new SweepDecision(
            new StoreContents(objects, committed, unreadable, unfinished), occasion, NOW)
        .decide(RetentionPolicy.keepLast(keepLast));
  }

  private static List<String> keys(List<ObjectStat> objects) {
    return objects.stream().map(object -> object.key().value()).toList();
  }

  @Test
  void only_old_objects_that_no_manifest_names_are_orphans() {
    commit("runs/a", 10, 100);
    store("runs/a/checkpoint-20/files/weights", 25);
    store("runs/b/checkpoint-5/files/weights", 23);
    store("runs/a/pytorch_lora_weights.safetensors", 100);
    store("runs/a/checkpoint-20/notes.txt", 100);
    SweepPlan plan = plan(ANYTIME, 1);
    assertThat(keys(plan.orphans())).containsExactly("runs/a/checkpoint-20/files/weights");
    assertThat(plan.retiredObjects()).isEmpty();
  }

  @Test
  void an_object_that_a_kept_checkpoint_names_stays_whichever_run_wrote_it() {
    Committed first = commit("runs/a", 10, 100);
    ObjectKey shared = first.manifest().files().get(0).key();
    commit("runs/b", 20, 90, shared);
    assertThat(keys(plan(ANYTIME, 1).retiredObjects()))
        .containsExactly("runs/a/checkpoint-10/manifest.json");
  }

  @Test
  void a_checkpoint_that_misses_objects_counts_for_nothing_and_is_left_alone() {
    commit("runs/a", 10, 100);
    commit("runs/a", 20, 90, new ObjectKey("runs/a/checkpoint-20/files/gone"));
    commit("runs/a", 30, 80);
    objects.put(
        new ObjectKey("runs/a/checkpoint-30/files/weights"),
        new ObjectStat(new ObjectKey("runs/a/checkpoint-30/files/weights"), 7, NOW));
    SweepPlan plan = plan(ANYTIME, 1);
    assertThat(plan.kept()).extracting(Committed::step).containsExactly(10);
    assertThat(plan.damaged())
        .extracting(ObjectKey::value)
        .containsExactly(
            "runs/a/checkpoint-20/manifest.json", "runs/a/checkpoint-30/manifest.json");
    assertThat(plan.retiredObjects()).isEmpty();
    assertThat(plan.orphans()).isEmpty();
  }

  @Test
  void what_is_beside_an_unreadable_manifest_stays() {
    commit("runs/a", 10, 100);
    unreadable.add(store("runs/a/checkpoint-20/manifest.json", 90));
    store("runs/a/checkpoint-20/files/weights", 90);
    SweepPlan plan = plan(ANYTIME, 1);
    assertThat(plan.orphans()).isEmpty();
    assertThat(plan.damaged()).containsExactlyElementsOf(unreadable);
  }

  @Test
  void the_newest_of_a_run_that_may_go_on_stays_since_its_next_one_may_refer_to_it() {
    commit("runs/a", 40, 30);
    commit("runs/b", 10, 30);
    commit("runs/b", 20, 1);
    commit("runs/c", 30, 25);
    assertThat(plan(ANYTIME, 1).kept()).extracting(Committed::step).containsExactly(40, 20);
    assertThat(plan(new SweepOccasion.AfterCommit(), 1).kept())
        .extracting(Committed::step)
        .containsExactly(40);
  }

  @Test
  void a_run_that_has_ended_leaves_nothing_behind_and_spares_what_others_may_be_sending() {
    commit("runs/a", 10, 100);
    store("runs/a/checkpoint-20/files/weights", 0);
    store("runs/b/checkpoint-5/files/weights", 0);
    SweepOccasion end = new SweepOccasion.EndOfRun(CheckpointKeys.below("runs/a"), DAY);
    assertThat(keys(plan(end, 1).orphans())).containsExactly("runs/a/checkpoint-20/files/weights");
    assertThat(plan(new SweepOccasion.AfterCommit(), 1).orphans()).isEmpty();
  }

  @Test
  void unfinished_uploads_are_given_up_by_age() {
    unfinished.add(begun("runs/a/checkpoint-10/files/weights", 25));
    unfinished.add(begun("runs/a/checkpoint-20/files/weights", 23));
    unfinished.add(begun("somebody/elses", 100));
    assertThat(plan(ANYTIME, 1).unfinished()).containsExactly(unfinished.get(0));
    assertThat(plan(new SweepOccasion.AfterCommit(), 1).unfinished()).isEmpty();
  }

  private static UnfinishedUpload begun(String key, int hoursAgo) {
    return new UnfinishedUpload(
        new PartedUpload(new ObjectKey(key), "id"), NOW.minus(Duration.ofHours(hoursAgo)));
  }

  @Test
  void checkpoints_of_several_trainings_are_not_weighed_against_each_other() {
    commit("cat/runs/a", 10, 100);
    commit("dog/runs/a", 20, 100);
    assertThatThrownBy(() -> plan(ANYTIME, 1))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.error()).isEqualTo(SyncError.BAD_INPUT))
        .hasMessageContaining("'cat', 'dog'");
  }

  @Test
  void a_deeper_checkpoint_directory_among_a_trainers_files_is_one_of_its_files() {
    commit("runs/a", 10, 100);
    store("runs/a/checkpoint-10/files/checkpoint-3/manifest.json", 0);
    assertThat(
            keys(
                plan(new SweepOccasion.EndOfRun(CheckpointKeys.below("runs/a"), DAY), 1).orphans()))
        .containsExactly("runs/a/checkpoint-10/files/checkpoint-3/manifest.json");
  }

  /** What one run does, in any order with what others do. */
  private record Action(int run, boolean commits, boolean refers, int hoursAgo) {}

  @Provide
  Arbitrary<List<Action>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, true, false),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 60))
        .as(Action::new)
        .list()
        .ofMaxSize(12);
  }

  @Property
  void what_a_kept_checkpoint_needs_is_never_deleted_nor_what_is_young_and_unnamed(
      @ForAll("histories") List<Action> history, @ForAll @IntRange(min = 1, max = 3) int keepLast) {
    SweepDecisionTest store = new SweepDecisionTest();
    int step = 0;
    for (Action action : history) {
      step += 10;
      String run = "runs/" + action.run();
      if (!action.commits()) {
        store.store(run + "/checkpoint-" + step + "/files/weights", action.hoursAgo());
      } else if (action.refers() && !store.committed.isEmpty()) {
        Committed before = store.committed.get(store.committed.size() - 1);
        store.commit(run, step, action.hoursAgo(), before.manifest().files().get(0).key());
      } else {
        store.commit(run, step, action.hoursAgo());
      }
    }
    SweepPlan plan = store.plan(ANYTIME, keepLast);

    Set<ObjectKey> deleted = new HashSet<>();
    plan.retiredObjects().forEach(object -> deleted.add(object.key()));
    plan.orphans().forEach(object -> deleted.add(object.key()));
    assertThat(deleted).hasSize(plan.retiredObjects().size() + plan.orphans().size());
    for (Committed kept : plan.kept()) {
      assertThat(kept.keys()).noneMatch(deleted::contains);
    }
    assertThat(plan.kept().size())
        .isGreaterThanOrEqualTo(Math.min(keepLast, store.committed.size()));
    if (!store.committed.isEmpty()) {
      assertThat(plan.kept().get(0).step())
          .isEqualTo(store.committed.get(store.committed.size() - 1).step());
    }
    assertThat(plan.orphans()).allMatch(object -> !object.modified().isAfter(NOW.minus(DAY)));
  }
}
