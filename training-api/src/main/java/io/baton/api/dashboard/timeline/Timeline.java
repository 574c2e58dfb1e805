package io.baton.api.dashboard.timeline;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A job's attempts over time, one lane for each node, as a picture that is {@link #WIDTH} wide.
 *
 * @param lanes the nodes, in the order in which they had the job
 * @param bars one for each attempt
 * @param marks what happened at a moment
 * @param gaps times in which nobody had the job, between attempts
 */
public record Timeline(List<String> lanes, List<Bar> bars, List<Mark> marks, List<Gap> gaps) {
  public static final int WIDTH = 1000;
  private static final int LANE = 30;
  private static final int AXIS = 22;
  private static final int TEXT = 15;

  public Timeline {
    lanes = List.copyOf(lanes);
    bars = List.copyOf(bars);
    marks = List.copyOf(marks);
    gaps = List.copyOf(gaps);
  }

  public int height() {
    return lanes.size() * LANE + AXIS;
  }

  /** Where the axis is. */
  public int axis() {
    return lanes.size() * LANE;
  }

  /** The nodes' names, each in its lane. */
  public List<Label> labels() {
    return IntStream.range(0, lanes.size())
        .mapToObj(lane -> new Label(top(lane) + TEXT, lanes.get(lane)))
        .toList();
  }

  /** A node's name, and how far down it stands. */
  public record Label(int y, String text) {}

  /** The upper edge of what is drawn in a lane. */
  public static int top(int lane) {
    return lane * LANE + 5;
  }

  /**
   * An attempt.
   *
   * @param colour of its node, counted from 0
   * @param lost where in the bar work began that was lost; as long as the bar where none was
   * @param text what it was, for people
   */
  public record Bar(int lane, int colour, double x, double width, double lost, String text) {
    public int y() {
      return top(lane);
    }

    public double lostX() {
      return x + lost;
    }

    public double lostWidth() {
      return width - lost;
    }

    public boolean anyLost() {
      return lost < width;
    }
  }

  /** A moment of an attempt. */
  public record Mark(int lane, Kind kind, double x, String text) {
    /** What happened. */
    public enum Kind {
      CHECKPOINT,
      INTERRUPTION,
      FAILURE,
      END;

      /** As style sheets name it. */
      public String styleName() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    public int y() {
      return top(lane);
    }
  }

  /** A time without a node, and how long it was. */
  public record Gap(double x, double width, String text) {}
}
