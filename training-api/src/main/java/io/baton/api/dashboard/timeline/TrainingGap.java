package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.job.AttemptRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The time before an attempt in which nobody trained.
 *
 * @param from when nobody trained any more, or was asked to train again
 * @param since the same in words
 * @param until when somebody trained, as far as that is known
 */
record TrainingGap(AttemptRecord attempt, Instant from, String since, Instant until, End end) {
  /** What is known of a gap's end. */
  enum End {
    NOTED("%s", "%s from %s until %s trained"),
    /** It has trained, and the moment of its first step is not noted yet, or never was. */
    BEFORE_NOW("at most %s", "at most %s from %s until %s trained"),
    NEVER("%s", "%s from %s until %s had the job, which trained no step"),
    NOT_YET("%s so far", "%s since %s, and %s does not train yet");

    private final String text;
    private final String sentence;

    End(String text, String sentence) {
      this.text = text;
      this.sentence = sentence;
    }
  }

  static TrainingGap before(
      AttemptRecord attempt,
      AttemptRecord former,
      Instant formerEnd,
      List<Pause> pauses,
      Instant now) {
    Optional<Instant> goesOn =
        pauses.stream()
            .map(Pause::until)
            .filter(at -> !at.isBefore(formerEnd) && !at.isAfter(attempt.startedAt()))
            .max(Comparator.naturalOrder());
    End end = end(attempt);
    return new TrainingGap(
        attempt,
        goesOn.orElse(formerEnd),
        goesOn.isPresent() ? "the request to go on" : "the end of attempt " + former.attempt(),
        switch (end) {
          case NOTED -> attempt.firstStepAt().orElseThrow();
          case BEFORE_NOW -> attempt.endedAt().orElse(now);
          case NEVER -> attempt.startedAt();
          case NOT_YET -> now;
        },
        end);
  }

  private static End end(AttemptRecord attempt) {
    if (attempt.firstStepAt().isPresent()) {
      return End.NOTED;
    }
    if (attempt.lastStep() > attempt.resumedFromStep()) {
      return End.BEFORE_NOW;
    }
    return attempt.endedAt().isPresent() ? End.NEVER : End.NOT_YET;
  }

  String text() {
    return end.text.formatted(time());
  }

  String sentence() {
    return end.sentence.formatted(time(), since, attempt.node());
  }

  private String time() {
    return Figures.duration(Duration.between(from, until));
  }
}
