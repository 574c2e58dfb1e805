package io.baton.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventTailTest {
  private final EventTail tail = new EventTail(3, 10);

  @Test
  void a_reader_gets_what_follows_its_position() {
    tail.add(part(11, 12));
    assertThat(positions(tail.after(10))).containsExactly(11L, 12L);
    assertThat(positions(tail.after(11))).containsExactly(12L);
    assertThat(tail.after(12)).isEqualTo(new EventTail.Part(true, List.of(), 12));
  }

  @Test
  void the_oldest_events_make_room_and_their_readers_must_look_elsewhere() {
    tail.add(part(11, 12, 13, 14, 15));
    assertThat(tail.after(11).known()).isFalse();
    assertThat(positions(tail.after(12))).containsExactly(13L, 14L, 15L);
  }

  @Test
  void after_a_restart_nothing_older_is_known() {
    tail.add(part(11));
    tail.restartAt(100);
    assertThat(tail.after(99).known()).isFalse();
    assertThat(tail.after(100)).isEqualTo(new EventTail.Part(true, List.of(), 100));
  }

  @Test
  void a_part_without_events_moves_the_end() {
    tail.add(new EventTail.Part(true, List.of(), 17));
    assertThat(tail.to()).isEqualTo(17);
    assertThat(tail.after(10)).isEqualTo(new EventTail.Part(true, List.of(), 17));
  }

  @Test
  void a_reader_that_is_ahead_of_the_tail_stays_where_it_is() {
    assertThat(tail.after(12)).isEqualTo(new EventTail.Part(true, List.of(), 12));
  }

  static EventTail.Part part(long... positions) {
    List<PublishedEvent> events = LongStream.of(positions).mapToObj(EventTailTest::event).toList();
    return new EventTail.Part(true, events, positions[positions.length - 1]);
  }

  static PublishedEvent event(long position) {
    return new PublishedEvent(
        position,
        position % 2 == 0 ? "even" : "odd",
        new JobEvent(
            position,
            new JobId("job-" + position),
            EventType.CHECKPOINT,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "text"));
  }

  private static List<Long> positions(EventTail.Part part) {
    assertThat(part.known()).isTrue();
    return part.events().stream().map(PublishedEvent::position).toList();
  }
}
