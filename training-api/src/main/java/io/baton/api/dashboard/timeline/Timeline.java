package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A job's attempts over time, each in a row of its own. Places are percentages of the whole time,
 * so that the picture is drawn at any width with text of one size.
 *
 * @param axis where the time is written
 * @param rows the newest attempts, oldest first
 * @param earlier those before, oldest first; empty where all fit
 * @param nodes who had the job, in the order in which they had it first
 * @param breaks where time is left out
 * @param from when the first attempt started
 * @param whole the time from then until the last one ended, or now, without what is left out
 */
public record Timeline(
    List<TimeAxis.Tick> axis,
    List<Row> rows,
    List<Row> earlier,
    List<NodeColour> nodes,
    List<Break> breaks,
    Instant from,
    Duration whole) {
  /** How many attempts are in sight at once. */
  public static final int ROWS = 12;

  public Timeline {
    axis = List.copyOf(axis);
    rows = List.copyOf(rows);
    earlier = List.copyOf(earlier);
    nodes = List.copyOf(nodes);
    breaks = List.copyOf(breaks);
  }

  public boolean isLong() {
    return !earlier.isEmpty();
  }

  /** Whether there is a mark of that kind. */
  public boolean has(String kind) {
    return all().stream()
        .flatMap(row -> row.marks().stream())
        .anyMatch(mark -> mark.kind().name().equals(kind));
  }

  /** How long it all took until now, without what is left out. */
  public String span() {
    return Figures.duration(whole);
  }

  /** Any attempt in either list. */
  public List<Row> all() {
    return java.util.stream.Stream.concat(earlier.stream(), rows.stream()).toList();
  }

  /**
   * A place where time is left out.
   *
   * @param x in percent
   */
  public record Break(double x, String text) {
    public String left() {
      return Span.percent(x);
    }
  }

  /**
   * A node, and the number of its colour in the style sheet.
   *
   * @param colour counted from 0
   */
  public record NodeColour(String name, int colour) {
    /** Colours that the style sheet has; later nodes get them again. */
    static final int COLOURS = 8;

    public NodeColour {
      colour = Math.floorMod(colour, COLOURS);
    }
  }
}
