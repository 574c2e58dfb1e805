package io.baton.autoscaler.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows the time of the simulation: what is imagined begins on a Monday at midnight, UTC. */
final class VirtualClock extends Clock {
  static final Instant BEGINNING = Instant.parse("2020-01-06T00:00:00Z");

  private final EventQueue events;
  private final ZoneId zone;

  VirtualClock(EventQueue events) {
    this(events, ZoneOffset.UTC);
  }

  private VirtualClock(EventQueue events, ZoneId zone) {
    this.events = events;
    this.zone = zone;
  }

  /** A moment as queues of events count it. */
  static long millis(Instant moment) {
    return Duration.between(BEGINNING, moment).toMillis();
  }

  static Instant at(long millis) {
    return BEGINNING.plusMillis(millis);
  }

  @Override
  public Instant instant() {
    return at(events.now());
  }

  @Override
  public long millis() {
    return BEGINNING.toEpochMilli() + events.now();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new VirtualClock(events, other);
  }
}
