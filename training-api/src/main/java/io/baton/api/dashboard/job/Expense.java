package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.api.dashboard.timeline.LostWork;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job has cost.
 *
 * @param time that nodes held it
 * @param unpriced the part of it for which no price was known; empty where that is none
 * @param price of an hour, or the range of prices; empty where none is known
 * @param cost of that time; empty where no price is known
 * @param perStep cost of a step that counts, or its time where no price is known; empty before the
 *     first
 * @param stepsLost steps that were done again
 * @param wasted the time in which they were done, and its cost; empty where no step was lost
 * @param limits what the job may use at most; empty without bounds
 */
public record Expense(
    String time,
    Optional<String> unpriced,
    Optional<String> price,
    Optional<String> cost,
    Optional<String> perStep,
    String stepsLost,
    Optional<String> wasted,
    Optional<String> limits) {
  static Expense of(Job job, List<AttemptRecord> attempts) {
    double seconds = job.spent().runtimeSeconds();
    double cost = job.spent().cost();
    boolean priced = cost > 0;
    int step = job.progress().step();
    List<LostWork> lost = LostWork.of(attempts);
    return new Expense(
        time(seconds),
        job.spent().unpricedSeconds() > 0
            ? Optional.of(time(job.spent().unpricedSeconds()))
            : Optional.empty(),
        price(attempts),
        priced ? Optional.of(Figures.cost(cost)) : Optional.empty(),
        step == 0 || seconds == 0
            ? Optional.empty()
            : Optional.of(priced ? Figures.cost(cost / step) : perStep(seconds / step)),
        LostWork.total(lost),
        lost.isEmpty() ? Optional.empty() : Optional.of(wasted(attempts)),
        limits(job));
  }

  private static String perStep(double seconds) {
    return seconds < 1 ? Math.round(seconds * 1000) + " ms" : time(seconds);
  }

  private static Optional<String> price(List<AttemptRecord> attempts) {
    List<Double> prices =
        attempts.stream().flatMap(attempt -> attempt.pricePerHour().stream()).sorted().toList();
    if (prices.isEmpty()) {
      return Optional.empty();
    }
    String lowest = Figures.cost(prices.get(0));
    String highest = Figures.cost(prices.get(prices.size() - 1));
    return Optional.of(lowest.equals(highest) ? lowest : lowest + " to " + highest);
  }

  private static String wasted(List<AttemptRecord> attempts) {
    double seconds = 0;
    double cost = 0;
    for (AttemptRecord attempt : attempts) {
      double part = wastedSeconds(attempt);
      seconds += part;
      cost += part / 3600 * attempt.pricePerHour().orElse(0.0);
    }
    return time(seconds) + (cost > 0 ? ", " + Figures.cost(cost) : "");
  }

  /** The share of its training that the lost steps are of all its steps. */
  private static double wastedSeconds(AttemptRecord attempt) {
    int done = attempt.lastStep() - attempt.resumedFromStep();
    if (attempt.stepsLost() == 0 || done <= 0 || attempt.endedAt().isEmpty()) {
      return 0;
    }
    Instant from = attempt.firstStepAt().orElse(attempt.startedAt());
    double trained =
        Math.max(0, Duration.between(from, attempt.endedAt().get()).toMillis() / 1000.0);
    return trained * Math.min(1, attempt.stepsLost() / (double) done);
  }

  private static Optional<String> limits(Job job) {
    Optional<String> runtime =
        job.spec().budgets().maxRuntimeSeconds().map(seconds -> time(seconds.doubleValue()));
    Optional<String> cost = job.spec().budgets().maxCost().map(Figures::cost);
    return runtime.isPresent() && cost.isPresent()
        ? Optional.of(runtime.get() + " and " + cost.get())
        : runtime.or(() -> cost);
  }

  private static String time(double seconds) {
    return Figures.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
