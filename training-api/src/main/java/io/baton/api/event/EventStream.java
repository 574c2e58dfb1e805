package io.baton.api.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One reader's way through the order of events. It pulls: what the reader has not taken yet stays
 * where it is, in the tail or in the database, so a slow reader costs no more than one part of
 * {@link EventReader#PART} events. No thread belongs to it: whoever has news for it drives it on.
 */
final class EventStream implements Flow.Subscription {
  /** Reads older events, on a thread of its own choice. */
  @FunctionalInterface
  interface Backlog {
    void read(EventFilter filter, long after, Consumer<EventTail.Part> then);
  }

  private final EventFilter filter;
  private final EventTail tail;
  private final Backlog backlog;
  private final Flow.Subscriber<? super Frame> reader;
  private final Runnable onEnd;

  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean completing;
  private volatile boolean signOfLifeDue = true;
  private volatile boolean quietSinceBeat;
  private volatile EventTail.Part arrived;
  private int beatsStalled;

  // Touched by whoever has the turn.
  private final Deque<PublishedEvent> part = new ArrayDeque<>();
  private long position;
  private long partEnd;
  private boolean reading;

  /**
   * A stream that begins with a sign of life.
   *
   * @param after the position that the reader has seen already
   * @param onEnd called once, when the stream ends for whatever reason
   */
  EventStream(
      EventFilter filter,
      long after,
      EventTail tail,
      Backlog backlog,
      Flow.Subscriber<? super Frame> reader,
      Runnable onEnd) {
    this.filter = filter;
    this.position = after;
    this.partEnd = after;
    this.tail = tail;
    this.backlog = backlog;
    this.reader = reader;
    this.onEnd = onEnd;
  }

  EventFilter filter() {
    return filter;
  }

  @Override
  public void request(long count) {
    demand.getAndUpdate(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
    goOn();
  }

  @Override
  public void cancel() {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
    }
  }

  /** Ends it in order: the reader may come back with its position. */
  void complete() {
    completing = true;
    goOn();
  }

  /**
   * A time interval has passed: a quiet stream gives a sign of life, which keeps proxies from
   * ending the connection.
   *
   * @return how many such moments in a row the reader has not taken what was sent
   */
  int beat() {
    if (demand.get() > 0) {
      beatsStalled = 0;
      if (quietSinceBeat) {
        signOfLifeDue = true;
        goOn();
      }
      quietSinceBeat = true;
    } else {
      beatsStalled++;
    }
    return beatsStalled;
  }

  /** There may be news. */
  void goOn() {
    if (turns.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      giveWhatIsWanted();
      seen = turns.addAndGet(-seen);
    } while (seen != 0);
  }

  private void giveWhatIsWanted() {
    if (completing && ended.compareAndSet(false, true)) {
      onEnd.run();
      reader.onComplete();
    }
    while (!ended.get() && demand.get() > 0) {
      if (signOfLifeDue) {
        signOfLifeDue = false;
        give(new Frame.Quiet(position));
      } else if (!part.isEmpty()) {
        PublishedEvent next = part.poll();
        position = next.position();
        give(new Frame.Told(next));
      } else if (!fetch()) {
        return;
      }
    }
  }

  private void give(Frame frame) {
    demand.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
    quietSinceBeat = false;
    reader.onNext(frame);
  }

  /** Whether there is something to go on with now. */
  private boolean fetch() {
    position = Math.max(position, partEnd);
    EventTail.Part read = arrived;
    if (reading && read == null) {
      return false;
    }
    if (read == null) {
      read = tail.after(position);
      if (!read.known()) {
        reading = true;
        backlog.read(filter, position, this::arrive);
        return false;
      }
    }
    reading = false;
    arrived = null;
    if (read.upTo() <= position) {
      return false;
    }
    take(read);
    return true;
  }

  private void take(EventTail.Part read) {
    partEnd = read.upTo();
    for (PublishedEvent event : read.events()) {
      if (filter.matches(event)) {
        part.add(event);
        if (part.size() == EventReader.PART) {
          partEnd = event.position();
          return;
        }
      }
    }
  }

  private void arrive(EventTail.Part read) {
    arrived = read;
    goOn();
  }
}
