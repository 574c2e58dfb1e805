package io.baton.api.dashboard.timeline;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws one attempt. */
record RowDrawing(
    AttemptRecord attempt,
    Optional<AttemptRecord> former,
    Optional<LostWork> lostWork,
    List<AttemptPulse.Heartbeat> heartbeats,
    List<JobEvent> events,
    TimeScale scale,
    Instant now) {
  /** Heartbeats that are drawn of a whole job: more make the page heavy and tell nothing. */
  private static final int MOST_HEARTBEATS = 1500;

  private static final int FEWEST_HEARTBEATS = 10;

  /** Of the picture's width, what the text beside a gap needs where it is narrow. */
  private static final double TEXT_WIDTH = 14;

  Row row(Timeline.NodeColour node, int attempts) {
    Optional<Row.Gap> gap = gap();
    List<String> notes = notes(gap);
    return new Row(
        attempt.attempt().number(),
        node,
        scale.span(attempt.startedAt(), end()),
        starting(),
        lost(),
        silent(),
        beats(Math.max(FEWEST_HEARTBEATS, MOST_HEARTBEATS / attempts)),
        marks(),
        gap,
        steps(),
        ended(),
        attempt.reason(),
        notes,
        text(notes));
  }

  private String steps() {
    return attempt.lastStep() <= attempt.resumedFromStep()
        ? "no step"
        : "steps %s to %s"
            .formatted(Figures.count(attempt.resumedFromStep()), Figures.count(attempt.lastStep()));
  }

  private Instant end() {
    return attempt.endedAt().orElse(now);
  }

  private String ended() {
    return attempt.outcome().map(AttemptOutcome::wireName).orElse("running");
  }

  /** Empty too while it trains and nobody has noted since when. */
  private Optional<Span> starting() {
    if (attempt.firstStepAt().isEmpty() && attempt.lastStep() > attempt.resumedFromStep()) {
      return Optional.empty();
    }
    Span span = scale.span(attempt.startedAt(), attempt.firstStepAt().orElseGet(this::end));
    return span.width() > 0 ? Optional.of(span) : Optional.empty();
  }

  /**
   * From the last checkpoint that counted until the node was heard of last; until the end where
   * that checkpoint is the last that is known of it.
   */
  private Optional<Span> lost() {
    if (lostWork.isEmpty()) {
      return Optional.empty();
    }
    int kept = lostWork.get().first() - 1;
    Instant begin =
        events.stream()
            .filter(event -> event.type() == EventType.CHECKPOINT)
            .filter(event -> event.step().filter(step -> step <= kept).isPresent())
            .map(JobEvent::at)
            .max(Comparator.naturalOrder())
            .or(attempt::firstStepAt)
            .orElse(attempt.startedAt());
    boolean heardSince = silent().isPresent() && lastHeard().isAfter(begin);
    return Optional.of(scale.span(begin, heardSince ? lastHeard() : end()));
  }

  private Optional<Span> silent() {
    boolean vanished = attempt.outcome().filter(AttemptOutcome.LOST::equals).isPresent();
    if (!vanished || heartbeats.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(scale.span(lastHeard(), end()));
  }

  /** Not every heartbeat is kept: a checkpoint may tell of its node later than the last of them. */
  private Instant lastHeard() {
    return Stream.concat(
            heartbeats.stream().map(AttemptPulse.Heartbeat::at),
            events.stream().filter(event -> event.type() == EventType.CHECKPOINT).map(JobEvent::at))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private Optional<String> beats(int most) {
    long milliseconds = Math.max(1, Duration.between(attempt.startedAt(), end()).toMillis());
    int distance = (heartbeats.size() + most - 1) / most;
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < heartbeats.size(); i += Math.max(1, distance)) {
      long after = Duration.between(attempt.startedAt(), heartbeats.get(i).at()).toMillis();
      if (after >= 0 && after <= milliseconds) {
        path.append('M').append(1000 * after / milliseconds).append(" 0v6");
      }
    }
    return path.isEmpty() ? Optional.empty() : Optional.of(path.toString());
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (JobEvent event : events) {
      kind(event.type())
          .ifPresent(kind -> marks.add(new Mark(kind, scale.percent(event.at()), event.text())));
    }
    return Mark.gathered(marks);
  }

  private static Optional<Mark.Kind> kind(EventType type) {
    return switch (type) {
      case CHECKPOINT -> Optional.of(Mark.Kind.CHECKPOINT);
      case INTERRUPTED -> Optional.of(Mark.Kind.INTERRUPTION);
      case ATTEMPT_FAILED, FAILED -> Optional.of(Mark.Kind.FAILURE);
      case COMPLETED -> Optional.of(Mark.Kind.END);
      case CANCELED -> Optional.of(Mark.Kind.CANCELED);
      case SUBMITTED, STARTED, RETRIED, EXTENDED, RESTARTED, SAMPLES, SAMPLES_FAILED ->
          Optional.empty();
    };
  }

  private Optional<Row.Gap> gap() {
    return former.flatMap(AttemptRecord::endedAt).map(ended -> gap(former.orElseThrow(), ended));
  }

  private Row.Gap gap(AttemptRecord before, Instant ended) {
    TrainingGap gap = TrainingGap.before(attempt, before, ended, scale.pauses(), now);
    Span span = scale.span(gap.from(), attempt.startedAt());
    return new Row.Gap(span, gap.text(), gap.sentence(), span.x() > TEXT_WIDTH);
  }

  private List<String> notes(Optional<Row.Gap> gap) {
    List<String> notes = new ArrayList<>();
    lostWork.map(LostWork::text).ifPresent(notes::add);
    if (silent().isPresent()) {
      notes.add("silent for " + Figures.duration(Duration.between(lastHeard(), end())));
    }
    gap.map(Row.Gap::sentence).ifPresent(notes::add);
    return notes;
  }

  private String text(List<String> notes) {
    String more = notes.stream().map(note -> ", " + note).collect(Collectors.joining());
    return "Attempt %s on %s: %s in %s, %s%s"
        .formatted(
            attempt.attempt(),
            attempt.node(),
            steps(),
            Figures.duration(Duration.between(attempt.startedAt(), end())),
            ended(),
            more);
  }
}
