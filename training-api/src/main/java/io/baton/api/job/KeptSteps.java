package io.baton.api.job;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says from which steps a job can be restarted. */
final class KeptSteps {
  /** A job may keep a thousand. */
  private static final int MOST_NAMED = 20;

  private KeptSteps() {}

  /** Why a job cannot go back to a step, as the end of a sentence that begins with the job. */
  static String objection(int step, List<Integer> kept) {
    TreeSet<Integer> steps = new TreeSet<>(kept);
    if (steps.isEmpty()) {
      return "has no checkpoint to restart from: storage keeps none of it.";
    }
    String beginning = "has no checkpoint at step " + step + ": storage keeps ";
    if (steps.size() == 1) {
      return beginning + "that at step " + steps.first() + ".";
    }
    if (steps.size() <= MOST_NAMED) {
      Integer last = steps.pollLast();
      return beginning + "those at steps " + joined(steps) + " and " + last + ".";
    }
    int others = steps.size() - MOST_NAMED;
    while (steps.size() > MOST_NAMED) {
      steps.pollFirst();
    }
    return beginning
        + "those at steps "
        + joined(steps)
        + " and "
        + others
        + (others == 1 ? " older one." : " older ones.");
  }

  private static String joined(TreeSet<Integer> steps) {
    return steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
