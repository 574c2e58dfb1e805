package io.baton.sync.local;

import io.baton.sync.local.CompletenessRule.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells complete checkpoints from those that are still being written, by what it is shown again and
 * again. The times of files are only compared with each other: the clock of a network file system
 * may be another.
 */
public final class Settling {
  private final CompletenessRule rule;
  private Map<LocalCheckpoint, Seen> seen = new HashMap<>();

  private record Seen(List<LocalFile> files, Instant since) {}

  /** A checkpoint's directory and its files at one moment. */
  public record Snapshot(LocalCheckpoint checkpoint, List<LocalFile> files) {
    public Snapshot {
      files = List.copyOf(files);
    }
  }

  /** A checkpoint that misses files. */
  public record Incomplete(LocalCheckpoint checkpoint, List<String> missing) {}

  /**
   * How things are.
   *
   * @param complete in the order of the snapshots
   * @param lookAgain when the next one is complete if nothing changes until then
   */
  public record Assessment(
      List<LocalCheckpoint> complete, List<Incomplete> incomplete, Optional<Instant> lookAgain) {
    public Assessment {
      complete = List.copyOf(complete);
      incomplete = List.copyOf(incomplete);
    }
  }

  public Settling(CompletenessRule rule) {
    this.rule = rule;
  }

  /**
   * @param snapshots of all checkpoints that there are
   */
  public Assessment assess(List<Snapshot> snapshots, Instant now) {
    Map<LocalCheckpoint, Seen> current = new HashMap<>();
    List<LocalCheckpoint> complete = new ArrayList<>();
    List<Incomplete> incomplete = new ArrayList<>();
    Optional<Instant> lookAgain = Optional.empty();
    for (Snapshot snapshot : snapshots) {
      LocalCheckpoint checkpoint = snapshot.checkpoint();
      Seen before = seen.get(checkpoint);
      Seen state =
          before != null && before.files().equals(snapshot.files())
              ? before
              : new Seen(snapshot.files(), now);
      current.put(checkpoint, state);
      Verdict verdict = rule.judge(snapshot.files());
      if (verdict instanceof Verdict.Misses misses) {
        incomplete.add(new Incomplete(checkpoint, misses.missing()));
      } else if (verdict instanceof Verdict.Settles settles) {
        Instant due = state.since().plus(settles.after());
        if (due.isAfter(now)) {
          lookAgain = Optional.of(lookAgain.filter(due::isAfter).orElse(due));
        } else {
          complete.add(checkpoint);
        }
      }
    }
    seen = current;
    return new Assessment(complete, incomplete, lookAgain);
  }
}
