package io.baton.cli.job;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checkpoints that follow each other, of which a long job has thousands, are one line. */
final class CheckpointRuns {
  private CheckpointRuns() {}

  /** The events in their order; each is alone, but checkpoints in a row are together. */
  static List<List<JobEvent>> of(List<JobEvent> events) {
    List<List<JobEvent>> runs = new ArrayList<>();
    Optional<EventType> before = Optional.empty();
    for (JobEvent event : events) {
      boolean goesOn =
          event.type() == EventType.CHECKPOINT && before.equals(Optional.of(EventType.CHECKPOINT));
      if (!goesOn) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(event);
      before = Optional.of(event.type());
    }
    return runs;
  }

  static String text(List<JobEvent> run) {
    JobEvent last = run.get(run.size() - 1);
    return run.size() == 1
        ? last.text()
        : last.text() + " " + (run.size() - 1) + " more before it, from step " + step(run) + ".";
  }

  private static int step(List<JobEvent> run) {
    return run.get(0).step().orElse(0);
  }
}
