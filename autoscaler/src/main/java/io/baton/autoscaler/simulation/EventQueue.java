package io.baton.autoscaler.simulation;

import java.util.PriorityQueue;

/** What happens, in the order of time; of one moment in the order in which it was announced. */
final class EventQueue {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long announced;

  private record Event(long at, long sequence, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  /** One that begins at {@link VirtualClock#BEGINNING}. */
  EventQueue() {
    this(0);
  }

  /** One that begins later. */
  EventQueue(long begin) {
    this.now = begin;
  }

  /** Milliseconds since {@link VirtualClock#BEGINNING}. */
  long now() {
    return now;
  }

  /** In so many milliseconds; at least 0. */
  void after(long delay, Runnable what) {
    at(now + Math.max(0, delay), what);
  }

  void at(long millis, Runnable what) {
    if (millis < now) {
      throw new IllegalArgumentException("nothing can happen at " + millis + ", it is " + now);
    }
    events.add(new Event(millis, announced++, what));
  }

  /** Lets the next thing happen; false: nothing does before the end. */
  boolean next(long end) {
    Event event = events.peek();
    if (event == null || event.at > end) {
      now = Math.max(now, end);
      return false;
    }
    events.remove();
    now = event.at;
    event.what.run();
    return true;
  }
}
