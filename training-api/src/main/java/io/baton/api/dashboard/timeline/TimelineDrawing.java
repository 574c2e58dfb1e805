package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import io.baton.api.dashboard.timeline.Timeline.Bar;
import io.baton.api.dashboard.timeline.Timeline.Gap;
import io.baton.api.dashboard.timeline.Timeline.Mark;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Draws the timeline of a job from its attempts and what happened to it. */
public final class TimelineDrawing {
  /** Below that, a bar could not be seen. */
  private static final double NARROWEST = 2;

  /** Colours that the style sheet has for nodes. */
  private static final int COLOURS = 8;

  private final Instant begin;
  private final double perMillisecond;
  private final Instant now;
  private final List<String> lanes = new ArrayList<>();

  private TimelineDrawing(Instant begin, Instant end, Instant now) {
    this.begin = begin;
    this.now = now;
    long span = Math.max(1, Duration.between(begin, end).toMillis());
    this.perMillisecond = Timeline.WIDTH / (double) span;
  }

  /**
   * The timeline; empty before the first attempt.
   *
   * @param attempts oldest first
   * @param events oldest first
   */
  public static Optional<Timeline> draw(
      List<AttemptRecord> attempts, List<JobEvent> events, Instant now) {
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    Instant end =
        attempts.stream()
            .map(attempt -> attempt.endedAt().orElse(now))
            .max(Comparator.naturalOrder())
            .orElse(now);
    TimelineDrawing drawing = new TimelineDrawing(attempts.get(0).startedAt(), end, now);
    attempts.forEach(attempt -> drawing.lane(attempt));
    return Optional.of(
        new Timeline(
            drawing.lanes,
            attempts.stream().map(attempt -> drawing.bar(attempt, events)).toList(),
            drawing.marks(attempts, events),
            drawing.gaps(attempts)));
  }

  private int lane(AttemptRecord attempt) {
    String node = attempt.node().value();
    if (!lanes.contains(node)) {
      lanes.add(node);
    }
    return lanes.indexOf(node);
  }

  private double x(Instant at) {
    double x = Duration.between(begin, at).toMillis() * perMillisecond;
    return Math.round(Math.max(0, Math.min(Timeline.WIDTH, x)) * 10) / 10.0;
  }

  private Bar bar(AttemptRecord attempt, List<JobEvent> events) {
    double from = x(attempt.startedAt());
    double width = Math.max(NARROWEST, x(attempt.endedAt().orElse(now)) - from);
    double kept =
        attempt.stepsLost() == 0
            ? width
            : Math.min(width, x(lastCheckpoint(attempt, events)) - from);
    int lane = lane(attempt);
    return new Bar(lane, lane % COLOURS, from, width, kept, text(attempt));
  }

  private static Instant lastCheckpoint(AttemptRecord attempt, List<JobEvent> events) {
    return events.stream()
        .filter(event -> event.type() == EventType.CHECKPOINT)
        .filter(event -> event.attempt().filter(attempt.attempt()::equals).isPresent())
        .map(JobEvent::at)
        .max(Comparator.naturalOrder())
        .orElse(attempt.startedAt());
  }

  private String text(AttemptRecord attempt) {
    String how = attempt.outcome().map(AttemptOutcome::wireName).orElse("running");
    String lost = attempt.stepsLost() > 0 ? ", " + attempt.stepsLost() + " steps lost" : "";
    return "Attempt %s on %s: steps %d to %d in %s, %s%s"
        .formatted(
            attempt.attempt(),
            attempt.node(),
            attempt.resumedFromStep(),
            attempt.lastStep(),
            Figures.duration(Duration.between(attempt.startedAt(), attempt.endedAt().orElse(now))),
            how,
            lost);
  }

  private List<Mark> marks(List<AttemptRecord> attempts, List<JobEvent> events) {
    List<Mark> marks = new ArrayList<>();
    for (JobEvent event : events) {
      Optional<Mark.Kind> kind = kind(event.type());
      Optional<AttemptRecord> of =
          attempts.stream()
              .filter(attempt -> event.attempt().filter(attempt.attempt()::equals).isPresent())
              .findFirst();
      if (kind.isPresent() && of.isPresent()) {
        marks.add(new Mark(lane(of.get()), kind.get(), x(event.at()), event.text()));
      }
    }
    return marks;
  }

  private static Optional<Mark.Kind> kind(EventType type) {
    return switch (type) {
      case CHECKPOINT -> Optional.of(Mark.Kind.CHECKPOINT);
      case INTERRUPTED -> Optional.of(Mark.Kind.INTERRUPTION);
      case ATTEMPT_FAILED, FAILED -> Optional.of(Mark.Kind.FAILURE);
      case COMPLETED, CANCELED -> Optional.of(Mark.Kind.END);
      case SUBMITTED, STARTED, RETRIED, EXTENDED, SAMPLES, SAMPLES_FAILED -> Optional.empty();
    };
  }

  private List<Gap> gaps(List<AttemptRecord> attempts) {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < attempts.size(); i++) {
      Instant from = attempts.get(i - 1).endedAt().orElse(now);
      Instant to = attempts.get(i).startedAt();
      if (to.isAfter(from)) {
        gaps.add(
            new Gap(
                x(from),
                x(to) - x(from),
                Figures.duration(Duration.between(from, to)) + " until another node had the job"));
      }
    }
    return gaps;
  }
}
