package io.baton.api.dashboard.pool;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.pool.PoolHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What became of a pool, in words: what the curves show, for those who do not see them. */
public record PoolCourse(Range range, List<Stretch> stretches, String summary) {
  /** The mean of a part of it. */
  public record Stretch(
      Instant at, String waiting, String wanted, String running, String busy, String cost) {}

  static PoolCourse of(Range range, PoolHistory history) {
    List<Stretch> stretches = history.points().stream().map(PoolCourse::stretch).toList();
    return new PoolCourse(range, stretches, summary(range, history.points()));
  }

  private static Stretch stretch(PoolHistory.Point point) {
    return new Stretch(
        point.at(),
        rounded(point.claimable()),
        point.requested().map(PoolCourse::rounded).orElse("–"),
        rounded(point.runningNodes()),
        rounded(point.busyNodes()),
        point.costPerHour().map(Figures::cost).orElse("–"));
  }

  private static String summary(Range range, List<PoolHistory.Point> points) {
    if (points.isEmpty()) {
      return "Nothing was measured in the last "
          + range.label()
          + ". A sample is taken every minute.";
    }
    Optional<Double> cost =
        points.stream().allMatch(point -> point.costPerHour().isPresent())
            ? Optional.of(mean(points, point -> point.costPerHour().orElse(0.0)))
            : Optional.empty();
    return "On average %s waited, and %s ran, of which %s busy%s. Measured over %s."
        .formatted(
            counted(mean(points, PoolHistory.Point::claimable), "job"),
            counted(mean(points, PoolHistory.Point::runningNodes), "node"),
            busy(mean(points, PoolHistory.Point::busyNodes)),
            cost.map(each -> ", for " + Figures.cost(each) + " an hour").orElse(""),
            measured(points));
  }

  /** A sample stands for a minute. */
  private static String measured(List<PoolHistory.Point> points) {
    long samples = points.stream().mapToLong(PoolHistory.Point::samples).sum();
    Duration apart =
        points.size() < 2
            ? Duration.ofMinutes(1)
            : Duration.between(points.get(0).at(), points.get(points.size() - 1).at());
    return Figures.duration(apart)
        + " in "
        + (samples == 1 ? "one sample" : Figures.count(samples) + " samples");
  }

  private static double mean(
      List<PoolHistory.Point> points, ToDoubleFunction<PoolHistory.Point> figure) {
    double samples = points.stream().mapToInt(PoolHistory.Point::samples).sum();
    return points.stream().mapToDouble(point -> point.samples() * figure.applyAsDouble(point)).sum()
        / samples;
  }

  private static String counted(double mean, String what) {
    String number = rounded(mean);
    return number + " " + what + (number.equals("1") ? "" : "s");
  }

  private static String busy(double mean) {
    String number = rounded(mean);
    return number + (number.equals("1") ? " was" : " were");
  }

  private static String rounded(double value) {
    return value == Math.rint(value)
        ? Figures.count(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
