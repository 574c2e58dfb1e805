package io.baton.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void a_round_has_one_event_of_a_job_and_each_job_keeps_its_order() {
    assertThat(rounds("a1", "b2", "a3", "a4", "c5", "b6"))
        .containsExactly("a1 b2 c5", "a3 b6", "a4");
  }

  @Test
  void nothing_makes_no_rounds() {
    assertThat(rounds()).isEmpty();
  }

  private static List<String> rounds(String... events) {
    return Rounds.of(Stream.of(events).map(RoundsTest::event).toList()).stream()
        .map(
            round ->
                round.stream()
                    .map(event -> event.job() + Long.toString(event.sequence()))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static JobEvent event(String text) {
    return new JobEvent(
        Long.parseLong(text.substring(1)),
        new JobId(text.substring(0, 1)),
        EventType.STARTED,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "It started.");
  }
}
