package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.event.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A time in which a job had ended, until its owner had it go on. */
record Pause(Instant from, Instant until) {
  Pause {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("ends at " + until + " before it begins at " + from);
    }
  }

  /**
   * All pauses of a job.
   *
   * @param events oldest first
   */
  static List<Pause> of(List<JobEvent> events) {
    List<Pause> pauses = new ArrayList<>();
    Optional<Instant> ended = Optional.empty();
    for (JobEvent event : events) {
      switch (event.type()) {
        case COMPLETED, FAILED, CANCELED -> ended = ended.or(() -> Optional.of(event.at()));
        case RETRIED, EXTENDED, RESTARTED -> {
          ended.ifPresent(from -> pauses.add(new Pause(from, event.at())));
          ended = Optional.empty();
        }
        case SUBMITTED,
            STARTED,
            CHECKPOINT,
            INTERRUPTED,
            ATTEMPT_FAILED,
            SAMPLES,
            SAMPLES_FAILED -> {}
      }
    }
    return pauses;
  }

  Duration length() {
    return Duration.between(from, until);
  }

  /** How much of it lies between two moments. */
  Duration within(Instant begin, Instant end) {
    Instant first = from.isAfter(begin) ? from : begin;
    Instant last = until.isBefore(end) ? until : end;
    return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
  }

  String text() {
    return Figures.duration(length()) + " left out, in which the job had ended";
  }
}
