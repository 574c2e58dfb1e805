package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a job has cost.
 *
 * @param time that nodes held it
 * @param cost of that time; empty where no price is known
 * @param perStep cost of a step that counts; empty before the first, or without a price
 * @param stepsLost steps that were done twice
 * @param wasted their share of the cost, or of the time where no price is known; empty where no
 *     step was lost
 */
public record Expense(
    String time,
    Optional<String> cost,
    Optional<String> perStep,
    int stepsLost,
    Optional<String> wasted) {
  static Expense of(Job job, List<AttemptRecord> attempts) {
    double seconds = job.spent().runtimeSeconds();
    boolean priced = job.spent().cost() > 0;
    int step = job.progress().step();
    int lost = attempts.stream().mapToInt(AttemptRecord::stepsLost).sum();
    double share = step + lost == 0 ? 0 : lost / (double) (step + lost);
    return new Expense(
        Figures.duration(Duration.ofMillis(Math.round(seconds * 1000))),
        priced ? Optional.of(Figures.cost(job.spent().cost())) : Optional.empty(),
        priced && step > 0
            ? Optional.of(Figures.cost(job.spent().cost() / step))
            : Optional.empty(),
        lost,
        lost == 0
            ? Optional.empty()
            : Optional.of(
                priced
                    ? Figures.cost(job.spent().cost() * share)
                    : Figures.duration(Duration.ofMillis(Math.round(seconds * share * 1000)))));
  }
}
