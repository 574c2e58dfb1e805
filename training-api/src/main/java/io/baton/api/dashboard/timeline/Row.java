package io.baton.api.dashboard.timeline;

import java.util.List;
import java.util.Optional;

/**
 * An attempt.
 *
 * @param number its number
 * @param node that had the job
 * @param whole from its start to its end
 * @param starting until its first step: nothing was trained; empty where there was none of it
 * @param lost in which steps were trained that were done again; empty where none were
 * @param silent from the last heartbeat to the end of the lease; empty where the node said goodbye
 * @param heartbeats as the path of an SVG that is 1000 wide and 6 high; empty without any
 * @param marks what happened at a moment
 * @param gap the time before it in which nobody trained; empty for the first attempt
 * @param steps which it did
 * @param end how it ended, in a few words
 * @param reason why, as a sentence; empty where the end says it all
 * @param notes what else is to be said
 * @param text all of it, for people who do not see the picture
 */
public record Row(
    int number,
    Timeline.NodeColour node,
    Span whole,
    Optional<Span> starting,
    Optional<Span> lost,
    Optional<Span> silent,
    Optional<String> heartbeats,
    List<Mark> marks,
    Optional<Gap> gap,
    String steps,
    String end,
    Optional<String> reason,
    List<String> notes,
    String text) {
  public Row {
    marks = List.copyOf(marks);
    notes = List.copyOf(notes);
  }

  /**
   * A time in which nobody trained.
   *
   * @param span from the end of the attempt before to the start of this one
   * @param text how long it was until training went on
   * @param sentence the same in full
   * @param before whether there is room for the text before it; else it stands after the row's bar
   */
  public record Gap(Span span, String text, String sentence, boolean before) {}
}
