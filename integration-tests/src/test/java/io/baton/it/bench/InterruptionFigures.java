package io.baton.it.bench;

import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What many interruptions come to.
 *
 * @param checkpointEvery steps between checkpoints
 * @param lease how long a silent node keeps its job
 */
record InterruptionFigures(
    List<Interruption> all, InterruptionKind kind, int checkpointEvery, Duration lease) {
  private static final Duration BAR = Duration.ofSeconds(5);

  /** Only those of a kind. */
  static InterruptionFigures of(
      List<Interruption> all, InterruptionKind kind, int checkpointEvery, Duration lease) {
    return new InterruptionFigures(
        all.stream().filter(one -> one.kind() == kind).toList(), kind, checkpointEvery, lease);
  }

  void report(Report report) {
    if (all.isEmpty()) {
      return;
    }
    String what = kind == InterruptionKind.KILL ? "kill -9 of a node" : "drain of a node";
    long same = all.stream().filter(Interruption::sameBytes).count();
    report.require(
        what + ": jobs that ended with the bytes of the undisturbed run",
        "all",
        same == all.size(),
        "%d of %d",
        same,
        all.size());
    report.tell(what + ": phase at that moment", "%s", phases());
    switch (kind) {
      case KILL -> kills(report, what);
      case DRAIN -> drains(report, what);
    }
  }

  private void kills(Report report, String what) {
    untilTraining(report, what + ", lease %d s: until another trains", lease.plus(BAR));
    parts(report, what, "what was left of the lease", "end of the lease");
    steps(report, what);
    long worse =
        all.stream().filter(one -> one.stepsLost() > checkpointEvery + one.stepsInFlight()).count();
    report.require(
        what + ": that lost more than %d steps and those in flight".formatted(checkpointEvery),
        "none",
        worse == 0,
        "%d of %d",
        worse,
        all.size());
  }

  private void drains(Report report, String what) {
    untilTraining(report, what + ": from the release until another trains", BAR);
    parts(report, what, "signal to release", "release");
    long lost = all.stream().mapToLong(Interruption::stepsLost).sum();
    report.require(what + ": steps lost, all together", "0", lost == 0, "%d", lost);
  }

  private void untilTraining(Report report, String what, Duration bar) {
    String name = what.formatted(lease.toSeconds());
    Latencies times = latencies(one -> Optional.of(one.untilTraining()));
    report.tell(name + ", median", "%.1f s", times.median() / 1e3);
    report.require(
        name + ", p95",
        "≤ %d s".formatted(bar.toSeconds()),
        times.millis(0.95) <= bar.toMillis(),
        "%.1f s",
        times.millis(0.95) / 1e3);
    report.tell(name + ", longest", "%.1f s", times.max() / 1e3);
  }

  /** Where the time goes. */
  private void parts(Report report, String what, String first, String free) {
    part(report, what, first, one -> Optional.of(between(one.at(), one.freeAt())));
    part(
        report,
        what,
        free + " to claim",
        one -> Optional.of(between(one.freeAt(), one.claimedAt())));
    part(
        report,
        what,
        "claim to start of the trainer",
        one -> one.launchedAt().map(launched -> between(one.claimedAt(), launched)));
    part(
        report,
        what,
        "start of the trainer to training",
        one -> one.launchedAt().map(launched -> between(launched, one.trainingAt())));
  }

  private void part(
      Report report, String what, String name, Function<Interruption, Optional<Duration>> part) {
    Latencies times = latencies(part);
    report.tell(
        "%s: %s, median and p95".formatted(what, name),
        "%.1f s, %.1f s",
        times.median() / 1e3,
        times.millis(0.95) / 1e3);
  }

  private void steps(Report report, String what) {
    Latencies lost = latencies(one -> Optional.of(Duration.ofMillis(one.stepsLost())));
    report.tell(
        what
            + ", checkpoints every %d steps: steps lost, median, p95, most"
                .formatted(checkpointEvery),
        "%.0f, %.0f, %.0f",
        lost.median(),
        lost.millis(0.95),
        lost.max());
  }

  private String phases() {
    Map<String, Long> counts =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.phase().map(Phase::text).orElse("claimed"),
                    TreeMap::new,
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private Latencies latencies(Function<Interruption, Optional<Duration>> of) {
    return Latencies.of(
        all.stream().map(of).flatMap(Optional::stream).mapToLong(Duration::toNanos).toArray());
  }

  /** The clock of the database and that of the node are one here; a claim may be a hair early. */
  private static Duration between(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
