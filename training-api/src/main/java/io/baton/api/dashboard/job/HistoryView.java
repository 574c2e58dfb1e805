package io.baton.api.dashboard.job;

import io.baton.api.dashboard.timeline.LostWork;
import io.baton.api.dashboard.timeline.Timeline;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What happened to a job: what changes from event to event.
 *
 * @param attempts oldest first
 * @param timeline empty before the first attempt
 * @param samples how many sets of sample images there are
 */
public record HistoryView(
    StateView state,
    List<AttemptRecord> attempts,
    Optional<Timeline> timeline,
    CheckpointList checkpoints,
    EventList events,
    DeliveryList deliveries,
    Expense expense,
    Actions actions,
    int samples) {
  public Job job() {
    return state.job();
  }

  public String path() {
    return state.path();
  }

  public boolean live() {
    return state.live();
  }

  /** Stretches of steps that were trained and done again, as {@code first-last}, with blanks. */
  public String lostSteps() {
    return LostWork.of(attempts).stream()
        .map(lost -> lost.first() + "-" + lost.last())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** Whether there may be more of them than anybody knows. */
  public boolean lostMore() {
    return LostWork.of(attempts).stream().anyMatch(LostWork::bound);
  }
}
