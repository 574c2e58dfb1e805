package io.baton.autoscaler.simulation;

import java.util.Arrays;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private Figures() {}

  /** As short as it can be said: {@code 8}, {@code 0.3}. */
  static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
  }

  /** With at least three digits that say something. */
  static String rounded(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  static String time(double seconds) {
    if (seconds < 90) {
      return rounded(seconds) + " s";
    }
    return seconds < 7200 ? rounded(seconds / 60) + " min" : rounded(seconds / 3600) + " h";
  }

  /** The value below which that share of the values lies; 0 of none. */
  static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
