package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.retention.RetentionPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Which checkpoints stay in storage. */
final class RetentionOptions {
  /** A checkpoint that is being sent looks like an orphan until its manifest is there. */
  private static final Duration YOUNGEST_ORPHAN = Duration.ofMinutes(15);

  @Option(
      names = "--keep-last",
      paramLabel = "K",
      description =
          "keep the newest K checkpoints (default: all, or 1 with --keep-every or --keep-best)")
  Optional<Integer> keepLast = Optional.empty();

  @Option(
      names = "--keep-every",
      paramLabel = "M",
      description = "also keep the first checkpoint at or after each multiple of M steps")
  Optional<Integer> keepEvery = Optional.empty();

  @Option(
      names = "--keep-best",
      paramLabel = "N",
      description = "also keep the N checkpoints with the lowest loss (of run with --loss-from)")
  Optional<Integer> keepBest = Optional.empty();

  @Option(
      names = "--orphans-older-than",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = DurationText.class,
      description =
          "objects that no checkpoint names and unfinished uploads go when they are older, at least"
              + " 15m (default: ${DEFAULT-VALUE})")
  Duration orphans = Duration.ofHours(24);

  /** Fails where the options make no sense. */
  void check() {
    policy();
    orphanAge();
  }

  RetentionPolicy policy() {
    boolean others = keepEvery.isPresent() || keepBest.isPresent();
    try {
      return new RetentionPolicy(
          keepLast.orElse(others ? 1 : Integer.MAX_VALUE),
          keepEvery.map(OptionalInt::of).orElse(OptionalInt.empty()),
          keepBest.orElse(0));
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "--keep-last, --keep-every and --keep-best do not fit: " + e.getMessage() + ".",
          e);
    }
  }

  Duration orphanAge() {
    if (orphans.compareTo(YOUNGEST_ORPHAN) < 0) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "--orphans-older-than must be at least 15m: objects that are being sent for a checkpoint"
              + " look the same as orphans.");
    }
    return orphans;
  }
}
