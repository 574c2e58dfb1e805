package io.baton.api.event;

import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deals events into rounds, so that those of one round can be sent side by side. */
final class Rounds {
  private Rounds() {}

  /** Each round has at most one event of a job; a job's events keep their order over the rounds. */
  static List<List<JobEvent>> of(List<JobEvent> events) {
    List<List<JobEvent>> rounds = new ArrayList<>();
    Map<JobId, Integer> dealt = new HashMap<>();
    for (JobEvent event : events) {
      int round = dealt.merge(event.job(), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(event);
    }
    return rounds;
  }
}
