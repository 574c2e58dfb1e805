package io.baton.api.dashboard.jobs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of what the reader wanted to do to several jobs.
 *
 * @param notice what was done
 * @param problem why nothing was done
 * @param selected the jobs that are still chosen, where nothing was done
 * @param label what was typed as the label to add, where nothing was done
 */
public record BulkOutcome(
    Optional<String> notice, Optional<String> problem, Set<String> selected, String label) {
  private static final BulkOutcome NOTHING =
      new BulkOutcome(Optional.empty(), Optional.empty(), Set.of(), "");

  public BulkOutcome {
    selected = Set.copyOf(selected);
  }

  /**
   * As the address tells it.
   *
   * @param action what was done; unknown words tell nothing, for anybody can write an address
   */
  static BulkOutcome told(String action, Integer done, Integer refused) {
    if (done == null || refused == null) {
      return NOTHING;
    }
    return BulkAction.find(action)
        .map(
            known ->
                new BulkOutcome(
                    Optional.of(sentence(known, done, refused)), Optional.empty(), Set.of(), ""))
        .orElse(NOTHING);
  }

  private static String sentence(BulkAction action, int done, int refused) {
    String did = action.done() + " " + jobs(done) + ".";
    return refused == 0
        ? did
        : did
            + " "
            + jobs(refused)
            + (refused == 1 ? " is" : " are")
            + " in a status that does not allow it.";
  }

  private static String jobs(int count) {
    return count == 1 ? "1 job" : count + " jobs";
  }

  /** Nothing was done; the page comes back as it was. */
  static BulkOutcome problem(String why, List<String> selected, String label) {
    return new BulkOutcome(Optional.empty(), Optional.of(why), Set.copyOf(selected), label);
  }
}
