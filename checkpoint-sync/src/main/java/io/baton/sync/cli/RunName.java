package io.baton.sync.cli;

import io.baton.sync.manifest.CheckpointKeys;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/** Gives every run keys of its own, {@code runs/TIME-RANDOM}, that sort by when they began. */
final class RunName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RunName() {}

  static CheckpointKeys keys(Clock clock, RandomGenerator random) {
    return CheckpointKeys.below(
        "runs/%s-%08x".formatted(TIME.format(clock.instant()), random.nextInt()));
  }
}
