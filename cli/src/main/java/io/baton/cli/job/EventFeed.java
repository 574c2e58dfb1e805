package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.EventStream;
import io.baton.protocol.client.EventsClient;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Events as they happen. A thread of its own reads the service's stream and comes back where it
 * ended or broke, after the last id, so that nothing is missed.
 */
final class EventFeed implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The service gives a sign of life every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(50);

  private final EventsClient client;
  private final Optional<JobId> job;
  private final List<EventType> types;
  private final BlockingQueue<JobEvent> arrived = new LinkedBlockingQueue<>();

  private volatile Optional<String> lastId;
  private volatile EventStream stream;
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile long heardAt = System.nanoTime();
  private volatile Optional<RefusedException> refused = Optional.empty();

  /**
   * A feed, not yet started.
   *
   * @param after as for {@link EventsClient#open}
   */
  EventFeed(
      EventsClient client, Optional<JobId> job, List<EventType> types, Optional<String> after) {
    this.client = client;
    this.job = job;
    this.types = types;
    this.lastId = after;
  }

  EventFeed start() {
    Thread thread = new Thread(this::read, "events");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void read() {
    while (!closed) {
      try (EventStream opened = client.open(job, types, lastId)) {
        stream = opened;
        heard();
        connected = true;
        for (var next = opened.next(); next.isPresent() && !closed; next = opened.next()) {
          heard();
          // In this order: an id that is known says that its event was taken.
          next.get().event().ifPresent(arrived::add);
          next.get().id().ifPresent(id -> lastId = Optional.of(id));
        }
      } catch (RefusedException e) {
        refused = Optional.of(e);
        if (!e.retryable()) {
          return;
        }
      } catch (UnreachableException | UncheckedIOException broken) {
        // It comes back, and misses nothing.
      } finally {
        connected = false;
      }
      pause();
    }
  }

  private void heard() {
    heardAt = System.nanoTime();
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }

  /** Whether events come by themselves now. */
  boolean connected() {
    return connected;
  }

  /** Why the service will not open the stream, whatever is tried. */
  Optional<RefusedException> refusal() {
    return refused.filter(refusal -> !refusal.retryable());
  }

  /** What came since the last call; waits so long for the first. */
  List<JobEvent> next(Duration atMost) {
    if (connected && System.nanoTime() - heardAt > SILENCE.toNanos()) {
      // The other end is gone and nobody said so.
      stream.close();
    }
    List<JobEvent> events = new ArrayList<>();
    try {
      JobEvent first = arrived.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        events.add(first);
        arrived.drainTo(events);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Following was interrupted.", e);
    }
    return events;
  }

  @Override
  public void close() {
    closed = true;
    EventStream open = stream;
    if (open != null) {
      open.close();
    }
  }
}
