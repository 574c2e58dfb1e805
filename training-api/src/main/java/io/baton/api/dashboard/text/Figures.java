package io.baton.api.dashboard.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Figures {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final MathContext TWO_DIGITS = new MathContext(2);

  private Figures() {}

  /** The two largest units: {@code 2 h 5 min}, {@code 40 s}. */
  public static String duration(Duration time) {
    long seconds = Math.max(0, Math.round(time.toMillis() / 1000.0));
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long many, String large, long rest, String small) {
    return rest == 0 ? many + " " + large : many + " " + large + " " + rest + " " + small;
  }

  /** With as many digits as tell amounts below a hundredth apart. */
  public static String cost(double amount) {
    if (amount == 0) {
      return "0";
    }
    if (Math.abs(amount) < 0.001) {
      return BigDecimal.valueOf(amount).round(TWO_DIGITS).stripTrailingZeros().toPlainString();
    }
    return String.format(Locale.ROOT, amount < 0.1 ? "%.4f" : "%.2f", amount);
  }

  public static String loss(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** Steps a second, or seconds a step where that says more. */
  public static String speed(double stepsPerSecond) {
    return stepsPerSecond >= 1 || stepsPerSecond <= 0
        ? String.format(Locale.ROOT, "%.1f steps/s", stepsPerSecond)
        : String.format(Locale.ROOT, "%.1f s/step", 1 / stepsPerSecond);
  }

  public static String bytes(long count) {
    double amount = count;
    int unit = 0;
    while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0
        ? count + " B"
        : String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, BYTE_UNITS[unit]);
  }

  /** With a space every three digits. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }
}
