package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.PoolWorkload.RecordedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A pool's past under other policies: the jobs come when they came, and need the node time that
 * they needed; the autoscaler's own code decides. A step stands for a second of a node.
 */
public final class Replay {
  /** Where no node came in that time. */
  private static final double START_ASSUMED = 120;

  private static final double SET_UP_ASSUMED = 30;

  /** Of the time until a node asks for work: its agent's start, which is billed. */
  private static final double BOOT_AT_MOST = 20;

  private static final int CHECKPOINT_EVERY = 300;
  private static final double DRAIN = 10;
  private static final double GRACE = 30;
  private static final double NEVER = 1e9;

  /** Ticks that are made at most; pools are looked at less often in a long past. */
  private static final int MOST_TICKS = 10_000;

  private final PoolWorkload work;
  private final Duration every;

  /**
   * A past.
   *
   * @param every how often the autoscaler looks at the pool
   */
  public Replay(PoolWorkload work, Duration every) {
    this.work = work;
    this.every = every;
  }

  /** Under one policy; empty if it was not to go on to the end. */
  public Optional<PolicySimulation.Outcome> under(PoolPolicy policy, BooleanSupplier mayGoOn) {
    PoolPolicy acting = policy.toBuilder().paused(false).dryRun(false).build();
    if (work.jobs().isEmpty() && most(acting) == 0) {
      return Optional.empty();
    }
    return Simulation.run(scenario(acting), new Rule.Baton(), 1, mayGoOn)
        .map(outcome -> told(outcome, acting));
  }

  private static PolicySimulation.Outcome told(Outcome outcome, PoolPolicy policy) {
    return new PolicySimulation.Outcome(
        outcome.billedHours(),
        policy.nodePricePerHour().map(price -> price * outcome.billedHours()),
        outcome.billedHours() == 0
            ? 0
            : Math.min(1, outcome.hours().get(Use.IDLE) / outcome.billedHours()),
        outcome.medianWait(),
        outcome.p95Wait(),
        outcome.completed(),
        outcome.unfinished() + outcome.failed(),
        outcome.mostNodes());
  }

  private Scenario scenario(PoolPolicy policy) {
    double start = work.startSeconds().orElse(START_ASSUMED);
    double boot = Math.min(BOOT_AT_MOST, start / 2);
    double setUp = setUp();
    return new Scenario(
        "replay",
        Math.max(1, work.jobs().size()),
        arrivals(),
        1,
        CHECKPOINT_EVERY,
        new NodeFigures(
            1, 0, even(boot), even(0), even(setUp), even(0), even(0), even(DRAIN), even(0)),
        new ProviderFigures(
            even(start - boot),
            interruptionHours(),
            0,
            0,
            1,
            GRACE,
            Math.max(2, 2 * most(policy)),
            0,
            policy.nodePricePerHour().orElse(0.0)),
        ApiFigures.DEFAULT,
        policy,
        tick(),
        length(),
        length(),
        Optional.of(work.since()));
  }

  /** Where no job came, one comes when all is over. */
  private Arrivals arrivals() {
    List<Long> millis = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (RecordedJob job : work.jobs()) {
      millis.add(Math.max(0, Duration.between(work.since(), job.at()).toMillis()));
      double training = job.estimated() ? job.nodeSeconds() : job.nodeSeconds() - setUp();
      steps.add((int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(training))));
    }
    if (millis.isEmpty()) {
      millis.add(length().toMillis() + 1);
      steps.add(1);
    }
    return new Arrivals.Recorded(millis, steps);
  }

  private double setUp() {
    return work.setUpSeconds().orElse(SET_UP_ASSUMED);
  }

  private double interruptionHours() {
    return work.lost() == 0 ? NEVER : Math.max(0.01, work.nodeSeconds() / 3600 / work.lost());
  }

  private static Span even(double seconds) {
    double value = Math.max(0, seconds);
    return new Span(value, value);
  }

  private static int most(PoolPolicy policy) {
    return IntStream.concat(
            IntStream.of(policy.maxReplicas()),
            policy.schedules().stream().mapToInt(PolicySchedule::maxReplicas))
        .max()
        .getAsInt();
  }

  private Duration length() {
    return Duration.between(work.since(), work.until());
  }

  private Duration tick() {
    Duration least = length().dividedBy(MOST_TICKS);
    return every.compareTo(least) < 0 ? least : every;
  }

  /** What was measured and what was assumed, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    long estimated = work.jobs().stream().filter(RecordedJob::estimated).count();
    notes.add(
        "Jobs need the node time that they needed"
            + (estimated == 0
                ? "."
                : "; of %d a part by measured speeds, as they are not done.".formatted(estimated)));
    if (work.unknown() > 0) {
      notes.add(
          "%d jobs are left out: nothing tells how long they take.".formatted(work.unknown()));
    }
    notes.add(
        work.startSeconds()
            .map(
                s ->
                    "A node asks for work %s after it was wanted, as the median then."
                        .formatted(Figures.time(s)))
            .orElse("A node asks for work 2 min after it was wanted: assumed, none came then."));
    notes.add(
        work.setUpSeconds()
            .map(
                s ->
                    "An attempt takes %s until it trains, as the median then."
                        .formatted(Figures.time(s)))
            .orElse("An attempt takes 30 s until it trains: assumed."));
    notes.add(
        work.lost() == 0
            ? "No node vanishes, as none did then."
            : "Nodes vanish once in %s h, as then; what was done since the last checkpoint, 5 min at most, is done again."
                .formatted(Figures.rounded(interruptionHours())));
    notes.add(
        "Both begin with an empty pool, every node is as fast as the other, and the provider always has machines.");
    if (tick().compareTo(every) > 0) {
      notes.add(
          "The pool is looked at every %s here, in truth every %s."
              .formatted(
                  Figures.time(tick().toMillis() / 1e3), Figures.time(every.toMillis() / 1e3)));
    }
    return notes;
  }
}
