package io.baton.api.dashboard.compare;

import java.util.Optional;

/**
 * How the curves are drawn. Anything that cannot be drawn so is taken as the default.
 *
 * @param metric the name of the series
 * @param byTime over the time that was trained instead of over steps
 * @param logarithmic whether equal factors are equally high
 * @param lines which lines a job has
 * @param smoothing how much of the mean so far goes into the next one, 0 to 0.99
 */
public record ChartChoice(
    String metric, boolean byTime, boolean logarithmic, Lines lines, double smoothing) {
  private static final String LOSS = "loss";
  private static final double SMOOTH = 0.9;
  private static final double SMOOTHEST = 0.99;
  static final ChartChoice DEFAULT = new ChartChoice(LOSS, false, false, Lines.BOTH, SMOOTH);

  /** Which lines a job has. */
  public enum Lines {
    BOTH("both", "smoothed and raw"),
    SMOOTHED("smoothed", "smoothed"),
    RAW("raw", "raw");

    private final String wireName;
    private final String text;

    Lines(String wireName, String text) {
      this.wireName = wireName;
      this.text = text;
    }

    public String wireName() {
      return wireName;
    }

    public String text() {
      return text;
    }

    static Lines named(String name) {
      for (Lines lines : values()) {
        if (lines.wireName.equals(name)) {
          return lines;
        }
      }
      return BOTH;
    }
  }

  static ChartChoice of(
      Optional<String> metric,
      Optional<String> axis,
      Optional<String> scale,
      Optional<String> lines,
      Optional<String> smoothing) {
    return new ChartChoice(
        metric.orElse(LOSS),
        axis.filter("time"::equals).isPresent(),
        scale.filter("log"::equals).isPresent(),
        lines.map(Lines::named).orElse(Lines.BOTH),
        smoothing.flatMap(ChartChoice::weight).orElse(SMOOTH));
  }

  private static Optional<Double> weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight <= SMOOTHEST ? Optional.of(weight) : Optional.empty();
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  public boolean draws(Lines which) {
    return lines == which;
  }
}
