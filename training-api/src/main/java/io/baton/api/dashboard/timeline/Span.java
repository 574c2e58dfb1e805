package io.baton.api.dashboard.timeline;

import java.util.Locale;

/**
 * A stretch of the whole time, in percent.
 *
 * @param x where it begins, 0 to 100
 * @param width how long it is, 0 to 100
 */
public record Span(double x, double width) {
  public Span {
    x = Math.max(0, Math.min(100, x));
    width = Math.max(0, Math.min(100 - x, width));
  }

  public double end() {
    return x + width;
  }

  /** As SVG wants it. */
  public String left() {
    return percent(x);
  }

  /** As SVG wants it. */
  public String right() {
    return percent(end());
  }

  /** As SVG wants it. */
  public String size() {
    return percent(width);
  }

  static String percent(double number) {
    return String.format(Locale.ROOT, "%.2f%%", number);
  }
}
