package io.baton.api.dashboard.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.dashboard.timeline.Timeline.Bar;
import io.baton.api.dashboard.timeline.Timeline.Mark;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineDrawingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void before_the_first_attempt_there_is_nothing_to_draw() {
    assertThat(TimelineDrawing.draw(List.of(), List.of(), START)).isEmpty();
  }

  @Test
  void each_node_has_a_lane_and_each_attempt_a_bar_as_long_as_it_took() {
    Timeline timeline =
        draw(List.of(lost(1, "a", 0, 400, 5), running(2, "b", 500)), List.of(), 1000);

    assertThat(timeline.lanes()).containsExactly("a", "b");
    assertThat(timeline.bars()).extracting(Bar::x).containsExactly(0.0, 500.0);
    assertThat(timeline.bars()).extracting(Bar::width).containsExactly(400.0, 500.0);
    assertThat(timeline.bars()).extracting(Bar::lane).containsExactly(0, 1);
  }

  @Test
  void a_node_that_has_the_job_again_keeps_its_lane() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 100, 0), lost(2, "b", 100, 200, 0), running(3, "a", 200)),
            List.of(),
            300);

    assertThat(timeline.bars()).extracting(Bar::lane).containsExactly(0, 1, 0);
  }

  @Test
  void work_after_the_last_checkpoint_of_a_lost_attempt_is_drawn_as_lost() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 500, 7), running(2, "b", 500)),
            List.of(event(EventType.CHECKPOINT, 1, 100), event(EventType.CHECKPOINT, 1, 300)),
            1000);

    assertThat(timeline.bars().get(0).lost()).isEqualTo(300);
    assertThat(timeline.bars().get(0).text()).contains("7 steps lost");
    assertThat(timeline.bars().get(1).anyLost()).isFalse();
  }

  @Test
  void time_without_a_node_is_a_gap_that_says_how_long() {
    Timeline timeline =
        draw(List.of(lost(1, "a", 0, 400, 0), running(2, "b", 412)), List.of(), 1000);

    assertThat(timeline.gaps()).hasSize(1);
    assertThat(timeline.gaps().get(0).text()).isEqualTo("12 s until another node had the job");
  }

  @Test
  void interruptions_and_checkpoints_are_marked_where_they_happened() {
    Timeline timeline =
        draw(
            List.of(lost(1, "a", 0, 400, 0), running(2, "b", 400)),
            List.of(event(EventType.CHECKPOINT, 1, 250), event(EventType.INTERRUPTED, 1, 400)),
            1000);

    assertThat(timeline.marks())
        .extracting(Mark::kind)
        .containsExactly(Mark.Kind.CHECKPOINT, Mark.Kind.INTERRUPTION);
    assertThat(timeline.marks()).extracting(Mark::x).containsExactly(250.0, 400.0);
  }

  private static Timeline draw(List<AttemptRecord> attempts, List<JobEvent> events, int now) {
    return TimelineDrawing.draw(attempts, events, START.plusSeconds(now)).orElseThrow();
  }

  private static AttemptRecord lost(int number, String node, int from, int to, int steps) {
    return attempt(number, node, from, Optional.of(START.plusSeconds(to)), steps);
  }

  private static AttemptRecord running(int number, String node, int from) {
    return attempt(number, node, from, Optional.empty(), 0);
  }

  private static AttemptRecord attempt(
      int number, String node, int from, Optional<Instant> end, int stepsLost) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(node),
        START.plusSeconds(from),
        end,
        end.map(at -> AttemptOutcome.LOST),
        end.map(at -> "The node is gone."),
        0,
        10,
        Optional.empty(),
        stepsLost);
  }

  private static JobEvent event(EventType type, int attempt, int second) {
    return new JobEvent(
        1,
        new JobId("job-1"),
        type,
        START.plusSeconds(second),
        Optional.of(new Attempt(attempt)),
        Optional.empty(),
        Optional.empty(),
        "It happened.");
  }
}
