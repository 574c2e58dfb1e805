package io.baton.api.dashboard.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that happened at a moment.
 *
 * @param x when, in percent
 * @param text what, for people
 */
public record Mark(Kind kind, double x, String text) {
  /** Checkpoints nearer to each other than that, in percent, are drawn as one. */
  private static final double NEAR = 1;

  /** What happened. */
  public enum Kind {
    CHECKPOINT,
    INTERRUPTION,
    FAILURE,
    END,
    CANCELED;

    /** As style sheets name it. */
    public String styleName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String left() {
    return Span.percent(x);
  }

  /** Puts checkpoints together that would cover each other; of the others each stays. */
  static List<Mark> gathered(List<Mark> marks) {
    List<Mark> gathered = new ArrayList<>();
    int together = 1;
    for (Mark mark : marks) {
      Mark former = gathered.isEmpty() ? null : gathered.get(gathered.size() - 1);
      if (former != null
          && former.kind == Kind.CHECKPOINT
          && mark.kind == Kind.CHECKPOINT
          && mark.x - former.x < NEAR) {
        together++;
        gathered.set(
            gathered.size() - 1,
            new Mark(Kind.CHECKPOINT, former.x, together + " checkpoints. The last: " + mark.text));
      } else {
        together = 1;
        gathered.add(mark);
      }
    }
    return gathered;
  }
}
