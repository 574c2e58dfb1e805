package io.baton.api.dashboard.timeline;

import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws the timeline of a job from its attempts, their heartbeats and what happened to it. */
public final class TimelineDrawing {
  private TimelineDrawing() {}

  /**
   * The timeline; empty before the first attempt.
   *
   * @param attempts oldest first
   * @param pulses heartbeats of some of them
   * @param events oldest first
   */
  public static Optional<Timeline> draw(
      List<AttemptRecord> attempts, List<AttemptPulse> pulses, List<JobEvent> events, Instant now) {
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    Instant from = attempts.get(0).startedAt();
    Instant until =
        attempts.stream()
            .map(attempt -> attempt.endedAt().orElse(now))
            .max(Comparator.naturalOrder())
            .orElse(now);
    List<Pause> pauses =
        Pause.of(events).stream()
            .filter(pause -> !pause.from().isBefore(from) && pause.until().isBefore(until))
            .toList();
    TimeScale scale = new TimeScale(from, until, pauses);
    Map<String, Timeline.NodeColour> nodes = colours(attempts);
    Map<Attempt, List<AttemptPulse.Heartbeat>> heartbeats =
        pulses.stream().collect(Collectors.toMap(AttemptPulse::attempt, AttemptPulse::heartbeats));
    Map<Attempt, List<JobEvent>> happened =
        events.stream()
            .filter(event -> event.attempt().isPresent())
            .collect(Collectors.groupingBy(event -> event.attempt().get()));
    List<Row> rows = new ArrayList<>();
    Optional<AttemptRecord> former = Optional.empty();
    for (int i = 0; i < attempts.size(); i++) {
      AttemptRecord attempt = attempts.get(i);
      Optional<AttemptRecord> next =
          i + 1 < attempts.size() ? Optional.of(attempts.get(i + 1)) : Optional.empty();
      rows.add(
          new RowDrawing(
                  attempt,
                  former,
                  LostWork.of(attempt, next),
                  heartbeats.getOrDefault(attempt.attempt(), List.of()),
                  happened.getOrDefault(attempt.attempt(), List.of()),
                  scale,
                  now)
              .row(nodes.get(attempt.node().value()), attempts.size()));
      former = Optional.of(attempt);
    }
    int first = Math.max(0, rows.size() - Timeline.ROWS);
    return Optional.of(
        new Timeline(
            TimeAxis.ticks(scale.whole()),
            rows.subList(first, rows.size()),
            rows.subList(0, first),
            List.copyOf(nodes.values()),
            pauses.stream()
                .filter(pause -> pause.length().toSeconds() > 0)
                .map(pause -> new Timeline.Break(scale.percent(pause.from()), pause.text()))
                .toList(),
            from,
            scale.whole()));
  }

  private static Map<String, Timeline.NodeColour> colours(List<AttemptRecord> attempts) {
    Map<String, Timeline.NodeColour> nodes = new LinkedHashMap<>();
    for (AttemptRecord attempt : attempts) {
      String name = attempt.node().value();
      nodes.putIfAbsent(name, new Timeline.NodeColour(name, nodes.size()));
    }
    return nodes;
  }
}
