package io.baton.api.dashboard.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostWorkTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void of_a_node_that_vanished_it_is_what_was_heard_at_least() {
    List<LostWork> lost =
        LostWork.of(List.of(ended(1, AttemptOutcome.LOST, 0, 17, 7), running(2, 10)));

    assertThat(lost).containsExactly(new LostWork(11, 17, true));
    assertThat(LostWork.total(lost)).isEqualTo("at least 7");
  }

  @Test
  void of_a_node_that_said_goodbye_it_is_exact() {
    List<LostWork> lost =
        LostWork.of(List.of(ended(1, AttemptOutcome.DRAINED, 0, 17, 1), running(2, 16)));

    assertThat(lost).containsExactly(new LostWork(17, 17, false));
    assertThat(lost.get(0).text()).isEqualTo("1 step lost");
  }

  @Test
  void where_the_newest_checkpoint_was_damaged_the_next_attempt_tells_from_where_it_went_on() {
    List<LostWork> lost =
        LostWork.of(List.of(ended(1, AttemptOutcome.DRAINED, 0, 17, 0), running(2, 5)));

    assertThat(lost).containsExactly(new LostWork(6, 17, false));
  }

  @Test
  void a_completed_job_that_goes_on_from_its_checkpoint_has_lost_nothing() {
    assertThat(LostWork.of(List.of(ended(1, AttemptOutcome.COMPLETED, 0, 17, 0), running(2, 15))))
        .isEmpty();
    assertThat(LostWork.total(List.of())).isEqualTo("0");
  }

  @Test
  void an_attempt_loses_no_more_than_it_trained_where_its_owner_had_the_job_go_back() {
    List<LostWork> lost =
        LostWork.of(
            List.of(
                ended(1, AttemptOutcome.DRAINED, 0, 30, 20),
                ended(2, AttemptOutcome.DRAINED, 30, 45, 15),
                running(3, 10)));

    assertThat(lost).containsExactly(new LostWork(11, 30, false), new LostWork(31, 45, false));
  }

  private static AttemptRecord ended(
      int number, AttemptOutcome outcome, int from, int last, int lost) {
    return attempt(number, Optional.of(outcome), from, last, lost);
  }

  private static AttemptRecord running(int number, int from) {
    return attempt(number, Optional.empty(), from, from, 0);
  }

  private static AttemptRecord attempt(
      int number, Optional<AttemptOutcome> outcome, int from, int last, int lost) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId("node-" + number),
        START,
        outcome.map(ended -> START.plusSeconds(60)),
        outcome,
        outcome.map(ended -> "It ended."),
        from,
        last,
        Optional.empty(),
        lost,
        Optional.empty(),
        Optional.empty());
  }
}
