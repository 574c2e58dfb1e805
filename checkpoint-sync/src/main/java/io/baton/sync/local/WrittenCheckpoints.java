package io.baton.sync.local;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The complete checkpoints of an output directory, looked at from time to time. */
public final class WrittenCheckpoints {
  private final Path output;
  private final CompletenessRule rule;
  private final Settling settling;

  public WrittenCheckpoints(Path output, CompletenessRule rule) {
    this.output = output;
    this.rule = rule;
    settling = new Settling(rule);
  }

  /** Oldest first. */
  public synchronized Settling.Assessment look(Instant now) {
    List<LocalCheckpoint> present = LocalCheckpoint.in(output);
    if (rule instanceof CompletenessRule.Renamed) {
      return new Settling.Assessment(present, List.of(), Optional.empty());
    }
    List<Settling.Snapshot> snapshots = new ArrayList<>();
    List<LocalCheckpoint> unreadable = new ArrayList<>();
    for (LocalCheckpoint checkpoint : present) {
      try {
        snapshots.add(new Settling.Snapshot(checkpoint, checkpoint.files()));
      } catch (SyncException e) {
        // What changes under our eyes is not complete; what cannot be read fails its upload.
        if (e.error() != SyncError.CHECKPOINT_CHANGED) {
          unreadable.add(checkpoint);
        }
      }
    }
    Settling.Assessment assessment = settling.assess(snapshots, now);
    List<Settling.Incomplete> incomplete = new ArrayList<>(assessment.incomplete());
    List<LocalCheckpoint> complete = new ArrayList<>(unreadable);
    for (Settling.Snapshot snapshot : snapshots) {
      if (assessment.complete().contains(snapshot.checkpoint())) {
        List<String> ends = missingEnds(snapshot.files());
        if (ends.isEmpty()) {
          complete.add(snapshot.checkpoint());
        } else {
          incomplete.add(new Settling.Incomplete(snapshot.checkpoint(), ends));
        }
      }
    }
    complete.sort(Comparator.comparingInt(LocalCheckpoint::step));
    return new Settling.Assessment(complete, incomplete, assessment.lookAgain());
  }

  /** Of files that were written in place: their writer may have been killed, or pause for long. */
  private List<String> missingEnds(List<LocalFile> files) {
    boolean inPlace =
        rule.judge(files) instanceof CompletenessRule.Verdict.Settles settles
            && !settles.after().isZero();
    return inPlace
        ? files.stream().filter(CutShort::isCutShort).map(file -> "end of " + file.path()).toList()
        : List.of();
  }

  /**
   * Those that are not complete and, since nobody writes any more, never will be: files are missing
   * or, where they were written in place, end too early.
   */
  public synchronized List<LocalCheckpoint> brokenOff() {
    if (rule instanceof CompletenessRule.Renamed) {
      return List.of();
    }
    return LocalCheckpoint.in(output).stream().filter(this::isBrokenOff).toList();
  }

  private boolean isBrokenOff(LocalCheckpoint checkpoint) {
    List<LocalFile> files = checkpoint.files();
    return rule.judge(files) instanceof CompletenessRule.Verdict.Misses
        || !missingEnds(files).isEmpty();
  }
}
