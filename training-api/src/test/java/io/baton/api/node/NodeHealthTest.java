package io.baton.api.node;

import static io.baton.protocol.job.AttemptOutcome.CANCELED;
import static io.baton.protocol.job.AttemptOutcome.COMPLETED;
import static io.baton.protocol.job.AttemptOutcome.DRAINED;
import static io.baton.protocol.job.AttemptOutcome.FAILED;
import static io.baton.protocol.job.AttemptOutcome.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.protocol.job.AttemptOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
  @Test
  void node_without_history_is_healthy() {
    assertThat(score()).isEqualTo(1);
  }

  @Test
  void completed_and_drained_attempts_keep_a_node_healthy() {
    assertThat(score(COMPLETED, DRAINED, COMPLETED)).isEqualTo(1);
  }

  @Test
  void failure_counts_twice_as_much_as_a_loss() {
    assertThat(score(FAILED)).isEqualTo(1 / 2.0);
    assertThat(score(LOST)).isEqualTo(1 / 1.5);
  }

  @Test
  void canceled_attempts_say_nothing() {
    assertThat(score(CANCELED, FAILED, CANCELED)).isEqualTo(score(FAILED));
  }

  @Test
  void failures_that_are_not_the_nodes_fault_say_nothing_against_it() {
    assertThat(
            NodeHealth.score(List.of(new NodeHealth.EndedAttempt(FAILED, false)), Optional.empty()))
        .isEqualTo(1);
  }

  @Test
  void newer_attempts_weigh_more() {
    assertThat(score(COMPLETED, FAILED)).isGreaterThan(score(FAILED, COMPLETED));
  }

  @Test
  void slow_node_loses_in_proportion_below_four_fifths_of_its_peers() {
    assertThat(NodeHealth.score(List.of(), Optional.of(0.8))).isEqualTo(1);
    assertThat(NodeHealth.score(List.of(), Optional.of(3.0))).isEqualTo(1);
    assertThat(NodeHealth.score(List.of(), Optional.of(0.4))).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void score_is_never_outside_of_zero_to_one() {
    for (double speed : new double[] {0, 0.1, 1, 100}) {
      for (AttemptOutcome outcome : AttemptOutcome.values()) {
        List<NodeHealth.EndedAttempt> all =
            new ArrayList<>(
                Collections.nCopies(
                    NodeHealth.ATTEMPTS, new NodeHealth.EndedAttempt(outcome, true)));
        assertThat(NodeHealth.score(all, Optional.of(speed))).isBetween(0.0, 1.0);
      }
    }
  }

  private static double score(AttemptOutcome... newestFirst) {
    return NodeHealth.score(
        Stream.of(newestFirst).map(outcome -> new NodeHealth.EndedAttempt(outcome, true)).toList(),
        Optional.empty());
  }
}
