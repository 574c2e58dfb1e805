package io.baton.api.event;

import static io.baton.api.event.EventTailTest.event;
import static io.baton.api.event.EventTailTest.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.access.OwnerScope;
import io.baton.protocol.access.OwnerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a stream pulls, driven by hand. */
class EventStreamPullTest {
  private static final EventFilter ALL =
      new EventFilter(OwnerScope.EVERYTHING, Optional.empty(), Set.of());

  private final EventTail tail = new EventTail(1000, 10);
  private final Reader reader = new Reader();
  private final List<Long> backlogAskedAfter = new ArrayList<>();
  private Consumer<EventTail.Part> backlogAnswer;
  private int ends;

  @Test
  void a_reader_that_takes_nothing_is_sent_nothing() {
    EventStream stream = stream(ALL, 10);
    tail.add(part(11, 12));
    stream.goOn();
    assertThat(reader.frames).isEmpty();
    stream.request(2);
    assertThat(reader.frames).containsExactly(new Frame.Quiet(10), new Frame.Told(event(11)));
    stream.request(1);
    assertThat(reader.frames).hasSize(3);
  }

  @Test
  void a_reader_that_fell_behind_the_tail_reads_from_the_database_and_then_from_the_tail_again() {
    EventStream stream = stream(ALL, 5);
    tail.add(part(11));
    stream.request(Long.MAX_VALUE);
    assertThat(backlogAskedAfter).containsExactly(5L);
    backlogAnswer.accept(part(6, 9));
    assertThat(backlogAskedAfter).containsExactly(5L, 9L);
    backlogAnswer.accept(part(10));
    assertThat(reader.positions()).containsExactly(6L, 9L, 10L, 11L);
    assertThat(backlogAskedAfter).hasSize(2);
  }

  @Test
  void events_that_come_while_the_database_is_read_are_not_missed() {
    EventStream stream = stream(ALL, 9);
    stream.request(Long.MAX_VALUE);
    tail.add(part(11));
    stream.goOn();
    assertThat(reader.positions()).isEmpty();
    backlogAnswer.accept(part(10));
    assertThat(reader.positions()).containsExactly(10L, 11L);
  }

  @Test
  void many_events_are_taken_up_a_part_at_a_time() {
    EventStream stream = stream(ALL, 10);
    long[] many = LongStream.rangeClosed(11, 11 + 2L * EventReader.PART).toArray();
    tail.add(part(many));
    stream.request(Long.MAX_VALUE);
    assertThat(reader.positions())
        .containsExactly(LongStream.of(many).boxed().toArray(Long[]::new));
  }

  @Test
  void a_sign_of_life_says_up_to_where_there_was_nothing_for_the_reader() {
    EventStream stream =
        stream(
            new EventFilter(OwnerScope.of(new OwnerName("odd")), Optional.empty(), Set.of()), 10);
    stream.request(Long.MAX_VALUE);
    tail.add(part(11, 12));
    stream.goOn();
    stream.beat();
    assertThat(reader.frames).containsExactly(new Frame.Quiet(10), new Frame.Told(event(11)));
    stream.beat();
    assertThat(reader.frames).last().isEqualTo(new Frame.Quiet(12));
  }

  @Test
  void a_reader_that_takes_nothing_is_told_from_one_that_has_nothing_to_take() {
    EventStream stream = stream(ALL, 10);
    stream.request(1);
    assertThat(stream.beat()).isEqualTo(1);
    assertThat(stream.beat()).isEqualTo(2);
    stream.request(1);
    assertThat(stream.beat()).isZero();
  }

  @Test
  void a_stream_ends_once() {
    EventStream stream = stream(ALL, 10);
    stream.request(5);
    stream.complete();
    stream.complete();
    stream.cancel();
    tail.add(part(11));
    stream.goOn();
    assertThat(ends).isEqualTo(1);
    assertThat(reader.completions).isEqualTo(1);
    assertThat(reader.positions()).isEmpty();
  }

  private EventStream stream(EventFilter filter, long after) {
    return new EventStream(
        filter,
        after,
        tail,
        (wanted, position, then) -> {
          backlogAskedAfter.add(position);
          backlogAnswer = then;
        },
        reader,
        () -> ends++);
  }

  private static final class Reader implements Flow.Subscriber<Frame> {
    private final List<Frame> frames = new ArrayList<>();
    private int completions;

    List<Long> positions() {
      return frames.stream().filter(Frame.Told.class::isInstance).map(Frame::position).toList();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(Frame frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      completions++;
    }
  }
}
