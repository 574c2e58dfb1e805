package io.baton.api.dashboard.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineDrawingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void before_the_first_attempt_there_is_nothing_to_draw() {
    assertThat(TimelineDrawing.draw(List.of(), List.of(), List.of(), START)).isEmpty();
  }

  @Test
  void each_attempt_has_a_bar_as_long_as_it_took_in_the_colour_of_its_node() {
    Timeline timeline = draw(List.of(lost(1, "a", 0, 400, 5), running(2, "b", 500)), 1000);

    assertThat(timeline.rows())
        .extracting(row -> row.whole().left())
        .containsExactly("0.00%", "50.00%");
    assertThat(timeline.rows())
        .extracting(row -> row.whole().size())
        .containsExactly("40.00%", "50.00%");
    assertThat(timeline.rows()).extracting(row -> row.node().colour()).containsExactly(0, 1);
  }

  @Test
  void a_node_that_has_the_job_again_keeps_its_colour() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 100, 0), lost(2, "b", 100, 200, 0), running(3, "a", 200)), 300);

    assertThat(timeline.rows()).extracting(row -> row.node().colour()).containsExactly(0, 1, 0);
    assertThat(timeline.nodes()).extracting(Timeline.NodeColour::name).containsExactly("a", "b");
  }

  @Test
  void what_was_trained_after_the_last_checkpoint_of_a_lost_attempt_is_drawn_as_lost() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 500, 7), resumed(2, "b", 500, 3)),
            List.of(),
            List.of(checkpoint(1, 100, 1), checkpoint(1, 300, 3)),
            1000);

    assertThat(timeline.rows().get(0).lost()).contains(new Span(30, 20));
    assertThat(timeline.rows().get(0).text()).contains("at least 7 steps lost");
    assertThat(timeline.rows().get(1).lost()).isEmpty();
  }

  @Test
  void the_time_until_the_next_node_trained_is_told_beside_the_gap() {
    Timeline timeline = draw(List.of(lost(1, "a", 0, 400, 0), trained(2, "b", 412, 438)), 1000);

    Row.Gap gap = timeline.rows().get(1).gap().orElseThrow();
    assertThat(gap.text()).isEqualTo("38 s");
    assertThat(gap.sentence()).isEqualTo("38 s from the end of attempt 1 until b trained");
    assertThat(gap.span().x()).isEqualTo(40, within(0.001));
    assertThat(gap.span().width()).isEqualTo(1.2, within(0.001));
  }

  @Test
  void a_node_that_does_not_train_yet_says_so() {
    Timeline timeline = draw(List.of(lost(1, "a", 0, 400, 0), starting(2, "b", 412)), 450);

    assertThat(timeline.rows().get(1).gap().orElseThrow().text()).isEqualTo("50 s so far");
  }

  @Test
  void a_node_that_trains_since_an_unknown_moment_is_not_said_to_stand_still() {
    Timeline timeline = draw(List.of(lost(1, "a", 0, 400, 0), running(2, "b", 412)), 450);

    Row.Gap gap = timeline.rows().get(1).gap().orElseThrow();
    assertThat(gap.text()).isEqualTo("at most 50 s");
    assertThat(gap.sentence()).isEqualTo("at most 50 s from the end of attempt 1 until b trained");
  }

  @Test
  void a_node_that_had_the_job_without_a_step_says_so() {
    Timeline timeline =
        draw(
            List.of(
                lost(1, "a", 0, 400, 0),
                attempt(2, "b", 412, Optional.of(START.plusSeconds(430)), 0, Optional.empty(), 0)),
            450);

    assertThat(timeline.rows().get(1).gap().orElseThrow().sentence())
        .isEqualTo("12 s from the end of attempt 1 until b had the job, which trained no step");
  }

  @Test
  void a_node_that_vanished_is_silent_from_its_last_heartbeat() {
    AttemptPulse pulse =
        new AttemptPulse(
            new Attempt(1),
            List.of(
                new AttemptPulse.Heartbeat(START.plusSeconds(100), 1),
                new AttemptPulse.Heartbeat(START.plusSeconds(340), 4)));

    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 400, 0), running(2, "b", 400)),
            List.of(pulse),
            List.of(),
            1000);

    assertThat(timeline.rows().get(0).silent()).contains(new Span(34, 6));
    assertThat(timeline.rows().get(0).heartbeats()).contains("M250 0v6M850 0v6");
    assertThat(timeline.rows().get(0).notes()).contains("silent for 1 min");
  }

  @Test
  void a_checkpoint_later_than_the_last_heartbeat_that_was_kept_is_a_sign_of_life() {
    AttemptPulse pulse =
        new AttemptPulse(
            new Attempt(1), List.of(new AttemptPulse.Heartbeat(START.plusSeconds(340), 4)));

    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 400, 6), resumed(2, "b", 400, 4)),
            List.of(pulse),
            List.of(checkpoint(1, 350, 4)),
            1000);

    assertThat(timeline.rows().get(0).silent()).contains(new Span(35, 5));
    assertThat(timeline.rows().get(0).notes()).contains("silent for 50 s");
    assertThat(timeline.rows().get(0).lost()).contains(new Span(35, 5));
  }

  @Test
  void interruptions_and_checkpoints_are_marked_where_they_happened() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 400, 0), running(2, "b", 400)),
            List.of(),
            List.of(checkpoint(1, 250, 2), event(EventType.INTERRUPTED, 1, 400, 2)),
            1000);

    assertThat(timeline.rows().get(0).marks())
        .extracting(Mark::kind)
        .containsExactly(Mark.Kind.CHECKPOINT, Mark.Kind.INTERRUPTION);
    assertThat(timeline.rows().get(0).marks())
        .extracting(Mark::left)
        .containsExactly("25.00%", "40.00%");
  }

  @Test
  void checkpoints_that_would_cover_each_other_are_one_mark_that_counts_them() {
    List<JobEvent> events =
        IntStream.range(0, 900).mapToObj(i -> checkpoint(1, 288 * i, i + 1)).toList();

    Timeline timeline = draw(List.of(running(1, "a", 0)), List.of(), events, 259_200);

    assertThat(timeline.rows().get(0).marks()).hasSizeLessThanOrEqualTo(101);
    assertThat(timeline.rows().get(0).marks().get(0).text()).contains(" checkpoints. The last: ");
  }

  @Test
  void of_sixty_attempts_the_newest_are_in_sight_and_the_others_a_click_away() {
    List<AttemptRecord> attempts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      attempts.add(lost(i + 1, "node-" + i, 100 * i, 100 * i + 90, 1));
    }

    Timeline timeline = draw(attempts, 6000);

    assertThat(timeline.rows()).hasSize(Timeline.ROWS);
    assertThat(timeline.earlier()).hasSize(60 - Timeline.ROWS);
    assertThat(timeline.all()).extracting(Row::number).startsWith(1).endsWith(60);
  }

  @Test
  void the_axis_counts_in_round_times_however_long_it_is() {
    assertThat(ticks(Duration.ofSeconds(20))).containsExactly("0", "5 s", "10 s", "15 s", "20 s");
    assertThat(ticks(Duration.ofMinutes(50)))
        .containsExactly("0", "10 min", "20 min", "30 min", "40 min", "50 min");
    assertThat(ticks(Duration.ofDays(3)))
        .containsExactly("0", "12 h", "1 d", "1 d 12 h", "2 d", "2 d 12 h", "3 d");
    assertThat(ticks(Duration.ofDays(4000))).hasSizeLessThan(8);
    assertThat(ticks(Duration.ZERO)).containsExactly("0");
  }

  @Test
  void an_attempt_that_did_no_step_says_so() {
    Timeline timeline = draw(List.of(starting(1, "a", 0)), 100);

    assertThat(timeline.rows().get(0).steps()).isEqualTo("no step");
  }

  @Test
  void a_cancellation_is_no_completion() {
    Timeline timeline =
        draw(
            List.of(running(1, "a", 0)),
            List.of(),
            List.of(event(EventType.CANCELED, 1, 90, 5)),
            100);

    assertThat(timeline.rows().get(0).marks())
        .extracting(Mark::kind)
        .containsExactly(Mark.Kind.CANCELED);
    assertThat(timeline.has("CANCELED")).isTrue();
    assertThat(timeline.has("END")).isFalse();
  }

  @Test
  void the_time_in_which_a_job_had_ended_is_left_out_and_said() {
    int day = 86_400;
    Timeline timeline =
        draw(
            List.of(ended(1, "a", 0, 600), trained(2, "b", 2 * day + 100, 2 * day + 130)),
            List.of(),
            List.of(
                event(EventType.COMPLETED, 1, 600, 10), event(EventType.RESTARTED, 1, 2 * day, 5)),
            2 * day + 400);

    assertThat(timeline.span()).isEqualTo("16 min 40 s");
    assertThat(timeline.rows())
        .extracting(row -> row.whole().left())
        .containsExactly("0.00%", "70.00%");
    assertThat(timeline.breaks()).extracting(Timeline.Break::left).containsExactly("60.00%");
    assertThat(timeline.breaks())
        .extracting(Timeline.Break::text)
        .containsExactly("1 d 23 h left out, in which the job had ended");
    Row.Gap gap = timeline.rows().get(1).gap().orElseThrow();
    assertThat(gap.sentence()).isEqualTo("2 min 10 s from the request to go on until b trained");
    assertThat(gap.span()).isEqualTo(new Span(60, 10));
  }

  @Test
  void a_job_that_waits_to_go_on_after_its_end_is_drawn_until_that_end() {
    Timeline timeline =
        draw(
            List.of(ended(1, "a", 0, 600)),
            List.of(),
            List.of(event(EventType.COMPLETED, 1, 600, 10), event(EventType.EXTENDED, 1, 9000, 10)),
            9100);

    assertThat(timeline.span()).isEqualTo("10 min");
    assertThat(timeline.breaks()).isEmpty();
  }

  @Test
  void more_steps_for_a_job_that_has_not_ended_leave_nothing_out() {
    Timeline timeline =
        draw(
            List.of(running(1, "a", 0)),
            List.of(),
            List.of(event(EventType.EXTENDED, 1, 300, 10)),
            600);

    assertThat(timeline.span()).isEqualTo("10 min");
    assertThat(timeline.breaks()).isEmpty();
  }

  private static List<String> ticks(Duration whole) {
    return TimeAxis.ticks(whole).stream().map(TimeAxis.Tick::text).toList();
  }

  private static Timeline draw(List<AttemptRecord> attempts, int now) {
    return draw(attempts, List.of(), List.of(), now);
  }

  private static Timeline draw(
      List<AttemptRecord> attempts, List<AttemptPulse> pulses, List<JobEvent> events, int now) {
    return TimelineDrawing.draw(attempts, pulses, events, START.plusSeconds(now)).orElseThrow();
  }

  private static AttemptRecord lost(int number, String node, int from, int to, int steps) {
    return attempt(
        number, node, from, Optional.of(START.plusSeconds(to)), steps, Optional.empty(), 10);
  }

  private static AttemptRecord ended(int number, String node, int from, int to) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(node),
        START.plusSeconds(from),
        Optional.of(START.plusSeconds(to)),
        Optional.of(AttemptOutcome.COMPLETED),
        Optional.of("It is complete."),
        0,
        10,
        Optional.empty(),
        0,
        Optional.of(START.plusSeconds(from + 1)),
        Optional.empty());
  }

  private static AttemptRecord running(int number, String node, int from) {
    return attempt(number, node, from, Optional.empty(), 0, Optional.empty(), 10);
  }

  private static AttemptRecord resumed(int number, String node, int from, int step) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(node),
        START.plusSeconds(from),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        step,
        step,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  private static AttemptRecord trained(int number, String node, int from, int firstStep) {
    return attempt(
        number, node, from, Optional.empty(), 0, Optional.of(START.plusSeconds(firstStep)), 10);
  }

  private static AttemptRecord starting(int number, String node, int from) {
    return attempt(number, node, from, Optional.empty(), 0, Optional.empty(), 0);
  }

  private static AttemptRecord attempt(
      int number,
      String node,
      int from,
      Optional<Instant> end,
      int stepsLost,
      Optional<Instant> firstStep,
      int lastStep) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(node),
        START.plusSeconds(from),
        end,
        end.map(at -> AttemptOutcome.LOST),
        end.map(at -> "The node is gone."),
        0,
        lastStep,
        Optional.empty(),
        stepsLost,
        firstStep,
        Optional.empty());
  }

  private static JobEvent checkpoint(int attempt, int second, int step) {
    return event(EventType.CHECKPOINT, attempt, second, step);
  }

  private static JobEvent event(EventType type, int attempt, int second, int step) {
    return new JobEvent(
        1,
        new JobId("job-1"),
        type,
        START.plusSeconds(second),
        Optional.of(new Attempt(attempt)),
        Optional.empty(),
        Optional.of(step),
        "It happened.");
  }
}
