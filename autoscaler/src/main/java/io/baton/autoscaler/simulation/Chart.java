package io.baton.autoscaler.simulation;

import io.baton.autoscaler.simulation.Outcome.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Curves over time as SVG: panels one above the other, readable on light and dark ground. */
final class Chart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 150;
  private static final int GAP = 58;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 64;
  private static final int MOST_POINTS = 400;

  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #1f2328 }
        .title { font-size: 15px; font-weight: 600 } .panel { font-weight: 600 }
        .grid { stroke: #8c959f; stroke-opacity: .35 } path { fill: none; stroke-width: 1.6 }
        .c0 { stroke: #0969da } .c1 { stroke: #bc4c00 } .c2 { stroke: #1a7f37 } .c3 { stroke: #8250df }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .c0 { stroke: #58a6ff } .c1 { stroke: #f0883e } .c2 { stroke: #56d364 } .c3 { stroke: #bc8cff }
        }
      </style>
      """;

  private final StringBuilder svg = new StringBuilder();
  private final double hours;
  private int top = TOP;

  private Chart(double hours) {
    this.hours = hours;
  }

  private record Line(String name, List<Point> points, ToDoubleFunction<Point> value) {}

  /** The curves of some rules, of one run each. */
  static String of(String title, List<Outcome> outcomes) {
    double hours =
        outcomes.stream()
            .flatMap(o -> o.curve().stream())
            .mapToDouble(Point::hours)
            .max()
            .orElse(1);
    Chart chart = new Chart(hours);
    chart.panel("jobs that wait", each(outcomes, Point::queued));
    for (Outcome outcome : outcomes) {
      chart.panel(
          "nodes, " + outcome.rule(),
          List.of(
              new Line("asked for", outcome.curve(), Point::wanted),
              new Line("running", outcome.curve(), Point::running),
              new Line("with a job", outcome.curve(), Point::busy)));
    }
    chart.panel("cost so far", each(outcomes, Point::cost));
    chart.panel("node hours wasted so far", each(outcomes, Point::wastedHours));
    return chart.whole(title);
  }

  private static List<Line> each(List<Outcome> outcomes, ToDoubleFunction<Point> value) {
    List<Line> lines = new ArrayList<>();
    outcomes.forEach(outcome -> lines.add(new Line(outcome.rule(), outcome.curve(), value)));
    return lines;
  }

  private void panel(String name, List<Line> lines) {
    double most = nice(lines.stream().mapToDouble(Chart::most).max().orElse(1));
    text("panel", LEFT, top - 10, "start", name);
    legend(lines);
    for (int i = 0; i <= 2; i++) {
      double y = top + HEIGHT - HEIGHT * i / 2.0;
      line(LEFT, y, WIDTH - RIGHT, y);
      text("", LEFT - 8, y + 4, "end", Figures.plain(most * i / 2));
    }
    double step = nice(hours / 8);
    for (double at = 0; at <= hours; at += step) {
      text("", x(at), top + HEIGHT + 16, "middle", Figures.plain(at) + " h");
    }
    for (int i = 0; i < lines.size(); i++) {
      path(i, lines.get(i), most);
    }
    top += HEIGHT + GAP;
  }

  private void legend(List<Line> lines) {
    double at = LEFT + 220;
    for (int i = 0; i < lines.size(); i++) {
      svg.append(
          String.format(Locale.ROOT, "<path class=\"c%d\" d=\"M%.0f %dh22\"/>%n", i, at, top - 14));
      text("", at + 28, top - 10, "start", lines.get(i).name());
      at += 60 + 7.0 * lines.get(i).name().length();
    }
  }

  private void path(int number, Line line, double most) {
    List<Point> points = line.points();
    int every = Math.max(1, points.size() / MOST_POINTS);
    svg.append("<path class=\"c").append(number).append("\" d=\"");
    for (int i = 0; i < points.size(); i += every) {
      Point point = points.get(i);
      double y = top + HEIGHT * (1 - line.value().applyAsDouble(point) / most);
      svg.append(
          String.format(Locale.ROOT, i == 0 ? "M%.1f %.1f" : "L%.1f %.1f", x(point.hours()), y));
    }
    svg.append("\"/>\n");
  }

  private double x(double at) {
    return LEFT + (WIDTH - LEFT - RIGHT) * at / hours;
  }

  private void line(double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT, "<path class=\"grid\" d=\"M%.1f %.1fL%.1f %.1f\"/>%n", x1, y1, x2, y2));
  }

  private void text(String style, double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            style.isEmpty() ? "" : " class=\"" + style + "\"",
            x,
            y,
            anchor,
            words));
  }

  private String whole(String title) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
            .formatted(WIDTH, top - GAP + 28)
        + "<title>%s</title>%n".formatted(title)
        + STYLE
        + "<text class=\"title\" x=\"%d\" y=\"22\">%s</text>%n".formatted(LEFT, title)
        + svg
        + "</svg>\n";
  }

  private static double most(Line line) {
    return line.points().stream().mapToDouble(line.value()).max().orElse(0);
  }

  /** The least of 1, 2, 4, 5 times a power of ten that is not smaller; 1 for nothing. */
  private static double nice(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
    for (double factor : new double[] {1, 2, 4, 5}) {
      if (factor * power >= value) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
