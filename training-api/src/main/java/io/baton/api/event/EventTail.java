package io.baton.api.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest published events, so that those who keep up need not ask the database one by one. It
 * is no truth of its own: who wants older ones reads the table. Thread-safe.
 */
final class EventTail {
  private final int capacity;

  /** All events after {@code from} up to {@code to} are here, and no others. */
  private long from;

  private long to;
  private List<PublishedEvent> events = List.of();

  /** An empty one; every event up to that position counts as older. */
  EventTail(int capacity, long position) {
    this.capacity = capacity;
    this.from = position;
    this.to = position;
  }

  /** Up to where it reaches. */
  synchronized long to() {
    return to;
  }

  /** Forgets everything and goes on from a position. */
  synchronized void restartAt(long position) {
    from = position;
    to = position;
    events = List.of();
  }

  /** Adds what was read after {@link #to()}. */
  synchronized void add(Part following) {
    to = Math.max(to, following.upTo());
    if (following.events().isEmpty()) {
      return;
    }
    List<PublishedEvent> all = new ArrayList<>(events.size() + following.events().size());
    all.addAll(events);
    all.addAll(following.events());
    int dropped = Math.max(0, all.size() - capacity);
    if (dropped > 0) {
      from = all.get(dropped - 1).position();
    }
    events = List.copyOf(all.subList(dropped, all.size()));
  }

  /** What a reader at that position has not seen; its events and their end belong together. */
  synchronized Part after(long position) {
    if (position < from) {
      return Part.TOO_OLD;
    }
    int first = events.size();
    while (first > 0 && events.get(first - 1).position() > position) {
      first--;
    }
    return new Part(true, events.subList(first, events.size()), Math.max(to, position));
  }

  /**
   * Part of the order.
   *
   * @param known false: the events are older than the tail
   * @param upTo the last position that was looked at
   */
  record Part(boolean known, List<PublishedEvent> events, long upTo) {
    static final Part TOO_OLD = new Part(false, List.of(), 0);
  }
}
