package io.baton.cli.terminal;

import java.util.List;

/** A curve in one line: {@code ▇▅▃▂▂▁}. */
public final class Sparkline {
  private static final String LEVELS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * Draws values, oldest first.
   *
   * @param width most characters; where there are more values, each stands for the mean of a
   *     stretch
   */
  public static String of(List<Double> values, int width) {
    List<Double> finite = values.stream().filter(Double::isFinite).toList();
    if (finite.isEmpty() || width < 1) {
      return "";
    }
    int points = Math.min(width, finite.size());
    double[] means = new double[points];
    for (int i = 0; i < points; i++) {
      int from = (int) ((long) i * finite.size() / points);
      int to = (int) ((long) (i + 1) * finite.size() / points);
      means[i] =
          finite.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double mean : means) {
      low = Math.min(low, mean);
      high = Math.max(high, mean);
    }
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      double part = high > low ? (mean - low) / (high - low) : 0;
      line.append(LEVELS.charAt((int) Math.round(part * (LEVELS.length() - 1))));
    }
    return line.toString();
  }
}
