package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Chooses round times for an axis, however long it is. */
public final class TimeAxis {
  private static final int MOST = 6;
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86_400;

  /** Distances that people count in, in seconds. */
  private static final long[] ROUND =
      LongStream.concat(
              LongStream.of(1, 2, 5, 10, 15, 30),
              LongStream.concat(
                  LongStream.of(1, 2, 5, 10, 15, 30).map(minutes -> minutes * MINUTE),
                  LongStream.concat(
                      LongStream.of(1, 2, 3, 6, 12).map(hours -> hours * HOUR),
                      LongStream.of(1, 2, 7, 14, 28, 91, 364).map(days -> days * DAY))))
          .toArray();

  /** Nearer to an end than that, a text would be cut off. */
  private static final double MARGIN = 6;

  private TimeAxis() {}

  /**
   * A place on the axis.
   *
   * @param x in percent
   * @param minor whether it can be left out where there is little room
   */
  public record Tick(String text, double x, boolean minor) {
    public String left() {
      return Span.percent(x);
    }

    /** On which side of its place the text stands, as SVG's {@code text-anchor}. */
    public String anchor() {
      return x < MARGIN ? "start" : x > 100 - MARGIN ? "end" : "middle";
    }
  }

  static List<Tick> ticks(Duration whole) {
    double seconds = Math.max(0.001, whole.toMillis() / 1000.0);
    long distance = distance(seconds);
    List<Tick> ticks = new ArrayList<>();
    for (long at = 0; at <= seconds; at += distance) {
      String text = at == 0 ? "0" : Figures.duration(Duration.ofSeconds(at));
      ticks.add(new Tick(text, 100 * at / seconds, ticks.size() % 2 == 1));
    }
    return ticks;
  }

  private static long distance(double seconds) {
    for (long distance : ROUND) {
      if (seconds / distance <= MOST) {
        return distance;
      }
    }
    return (long) Math.ceil(seconds / MOST / DAY) * DAY;
  }
}
