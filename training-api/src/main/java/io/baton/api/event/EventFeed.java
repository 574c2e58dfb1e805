package io.baton.api.event;

import io.baton.api.access.OwnerScope;
import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.config.BatonConfig;
import io.baton.api.config.EventsConfig;
import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Those who follow events at this replica. News comes through the database, whichever replica
 * caused it; the tail of it is read once for all of them.
 */
@ApplicationScoped
public class EventFeed {
  private static final Logger LOG = Logger.getLogger(EventFeed.class);
  private static final EventFilter ALL =
      new EventFilter(OwnerScope.EVERYTHING, Optional.empty(), Set.of());
  private static final int TAIL = 2000;
  private static final int BACKLOG_THREADS = 2;

  /** Signs of life that a reader may leave untaken. */
  private static final int BEATS_STALLED = 4;

  private final EventReader events;
  private final EventsConfig config;
  private final EventTail tail = new EventTail(TAIL, 0);
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final BackgroundTask follow;
  private final ExecutorService backlogReaders;

  EventFeed(
      EventReader events,
      DatabaseNotifications notifications,
      BackgroundExecutor executor,
      BatonConfig config) {
    this.events = events;
    this.config = config.events();
    this.follow = executor.task("following of events", this::followAll);
    this.backlogReaders = BackgroundExecutor.threads(BACKLOG_THREADS, "event-backlog");
    notifications.listen(Channel.EVENTS, follow::request);
  }

  /** Made at the start, so that it listens. */
  void start(@Observes StartupEvent start) {
    follow.request();
  }

  /**
   * Where somebody who comes for the first time begins.
   *
   * @param seen the position that the reader has seen; absent: what happened before does not matter
   */
  long begin(Optional<Long> seen) {
    long newest = events.newest();
    seen.filter(position -> position > newest)
        .ifPresent(
            position -> {
              throw new ProblemException(
                  ErrorCode.CONFLICT,
                  "No event has the id "
                      + position
                      + ", the newest is "
                      + newest
                      + ": begin again without it, or with 0 for all events.");
            });
    return seen.orElse(newest);
  }

  /**
   * Lets a reader follow.
   *
   * @param cut ends the connection of a reader that takes nothing more
   */
  Flow.Publisher<Frame> follow(EventFilter filter, long after, Runnable cut) {
    requireRoom(filter.scope());
    return reader -> {
      Follower follower = new Follower(filter.scope(), cut);
      follower.stream =
          new EventStream(
              filter,
              after,
              tail,
              (wanted, position, then) -> readBacklog(follower, wanted, position, then),
              reader,
              () -> followers.remove(follower));
      followers.add(follower);
      reader.onSubscribe(follower.stream);
      follow.request();
    };
  }

  private void requireRoom(OwnerScope scope) {
    if (followers.size() >= config.maxStreams()) {
      throw new ProblemException(
          ErrorCode.OVERLOADED,
          "This replica serves its " + config.maxStreams() + " event streams already; try later.");
    }
    if (followers.stream().filter(each -> each.scope.equals(scope)).count()
        >= config.maxStreamsOfOwner()) {
      throw new ProblemException(
          ErrorCode.OVERLOADED,
          "You follow "
              + config.maxStreamsOfOwner()
              + " event streams at this replica already; close some.");
    }
  }

  /** How many follow now. */
  public int streams() {
    return followers.size();
  }

  /** Forgotten notifications do no harm for longer than this. */
  @Scheduled(every = "${baton.outbox.poll-interval:1s}")
  void look() {
    if (!followers.isEmpty()) {
      follow.request();
    }
  }

  /** Gives signs of life and lets go of those who take none. */
  @Scheduled(every = "${baton.events.heartbeat:15s}")
  void beat() {
    long now = System.nanoTime();
    for (Follower follower : followers) {
      if (now - follower.since > config.longestStream().toNanos()) {
        follower.stream.complete();
      } else if (follower.stream.beat() > BEATS_STALLED) {
        follower.stream.cancel();
        follower.cut.run();
      }
    }
  }

  void stop(@Observes ShutdownEvent stop) {
    followers.forEach(follower -> follower.stream.complete());
    backlogReaders.shutdownNow();
  }

  private void followAll() {
    if (followers.isEmpty()) {
      return;
    }
    long newest = events.newest();
    if (newest - tail.to() > TAIL) {
      // Nobody followed for a while: those who want what is between read it themselves.
      tail.restartAt(newest);
    }
    EventTail.Part read;
    do {
      read = events.after(ALL, tail.to());
      tail.add(read);
    } while (read.events().size() == EventReader.PART);
    followers.forEach(follower -> follower.stream.goOn());
  }

  private void readBacklog(
      Follower follower, EventFilter filter, long position, Consumer<EventTail.Part> then) {
    backlogReaders.execute(
        () -> {
          try {
            then.accept(events.after(filter, position));
          } catch (RuntimeException e) {
            LOG.warnf("an event stream ends, its events cannot be read: %s", e);
            follower.stream.complete();
          }
        });
  }

  /** A reader and its connection. */
  private static final class Follower {
    private final OwnerScope scope;
    private final Runnable cut;
    private final long since = System.nanoTime();
    private volatile EventStream stream;

    private Follower(OwnerScope scope, Runnable cut) {
      this.scope = scope;
      this.cut = cut;
    }
  }
}
