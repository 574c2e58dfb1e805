package io.baton.node.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingTest {

  @Test
  void points_are_sent_by_series_in_order_of_steps_until_they_are_known_to_have_come() {
    PendingMetrics pending = new PendingMetrics(100);
    pending.add(2, Map.of("loss", 0.2));
    pending.add(1, Map.of("loss", 0.1, "learningRate", 1e-4));
    MetricBatch batch = pending.oldest().orElseThrow();
    assertThat(batch)
        .isEqualTo(
            new MetricBatch(
                List.of(
                    new MetricSeries("learningRate", List.of(1), List.of(1e-4)),
                    new MetricSeries("loss", List.of(1, 2), List.of(0.1, 0.2)))));
    assertThat(pending.oldest()).contains(batch);
    pending.remove(batch);
    assertThat(pending.oldest()).isEmpty();
  }

  @Test
  void a_step_that_was_measured_anew_while_it_was_sent_is_sent_again() {
    PendingMetrics pending = new PendingMetrics(100);
    pending.add(1, Map.of("loss", 0.1));
    MetricBatch sent = pending.oldest().orElseThrow();
    pending.add(1, Map.of("loss", 0.5));
    pending.remove(sent);
    assertThat(pending.oldest().orElseThrow().series().get(0).values()).containsExactly(0.5);
  }

  @Test
  void of_too_many_points_the_newest_stay() {
    PendingMetrics pending = new PendingMetrics(3);
    for (int step = 1; step <= 10; step++) {
      pending.add(step, Map.of("loss", 0.0));
    }
    assertThat(pending.oldest().orElseThrow().series().get(0).steps()).containsExactly(8, 9, 10);
  }

  @Test
  void a_call_takes_no_more_points_than_the_contract_allows() {
    PendingMetrics pending = new PendingMetrics(3 * MetricBatch.MAX_POINTS);
    for (int step = 1; step <= MetricBatch.MAX_POINTS; step++) {
      pending.add(step, Map.of("loss", 0.0, "learningRate", 0.0));
    }
    int calls = 0;
    while (pending.oldest().isPresent()) {
      pending.remove(pending.oldest().orElseThrow());
      calls++;
    }
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void lines_keep_their_numbers_when_the_oldest_are_forgotten() {
    PendingLines pending = new PendingLines(2);
    for (String line : List.of("a", "b", "c\0\r")) {
      pending.add(line);
    }
    assertThat(pending.oldest()).contains(new LogLines(1, List.of("b", "c  ")));
    LogLines sent = pending.oldest().orElseThrow();
    pending.add("d");
    pending.remove(sent);
    assertThat(pending.oldest()).contains(new LogLines(3, List.of("d")));
  }

  @Test
  void a_line_of_any_length_can_be_sent() {
    PendingLines pending = new PendingLines(10);
    pending.add("x".repeat(5000));
    assertThat(pending.oldest().orElseThrow().lines().get(0)).hasSize(LogLines.MAX_CHARACTERS);
  }
}
