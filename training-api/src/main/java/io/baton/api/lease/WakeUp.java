package io.baton.api.lease;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who of those that wait has a chance. */
final class WakeUp {
  private WakeUp() {}

  /**
   * As many as there are jobs for, those that wait longest first.
   *
   * @param waiting longest first
   */
  static List<Waiter> choose(List<Waiter> waiting, List<Claimable> claimable) {
    Set<Waiter> asleep = new LinkedHashSet<>(waiting);
    List<Waiter> chosen = new ArrayList<>();
    for (Claimable jobs : claimable) {
      List<Waiter> suited =
          asleep.stream()
              .filter(waiter -> jobs.requirements().metBy(waiter.request().capabilities()))
              .limit(jobs.jobs())
              .toList();
      suited.forEach(asleep::remove);
      chosen.addAll(suited);
    }
    return chosen;
  }
}
