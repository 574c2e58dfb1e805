package io.baton.node.notice;

import io.baton.node.clock.NodeClock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks at each place on a thread of its own: one that hangs or talks nonsense holds up nobody, and
 * is told once.
 */
public final class NoticeWatch implements AutoCloseable {
  /** Who acts on notices. */
  public interface Listener {
    /** What stands at a place after each look; empty: nothing does, or does any more. */
    void told(InterruptionNotice place, Optional<Notice> notice);

    /** Whether the node has given its job back and takes no other. */
    boolean isDrained();
  }

  private static final Logger LOG = System.getLogger(NoticeWatch.class.getName());
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Listener listener;
  private final NodeClock clock;
  private final List<Thread> threads;

  private NoticeWatch(List<InterruptionNotice> notices, Listener listener, NodeClock clock) {
    this.listener = listener;
    this.clock = clock;
    this.threads =
        notices.stream()
            .map(notice -> new Thread(() -> watch(notice), "notices of " + notice.origin()))
            .toList();
  }

  public static NoticeWatch start(
      List<InterruptionNotice> notices, Listener listener, NodeClock clock) {
    NoticeWatch watch = new NoticeWatch(notices, listener, clock);
    for (Thread thread : watch.threads) {
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void watch(InterruptionNotice place) {
    Outage outage = new Outage(place.origin());
    boolean toldDrained = false;
    try {
      while (true) {
        Duration pause = place.interval();
        try {
          Optional<Notice> found = place.look();
          outage.over();
          listener.told(place, found);
          if (found.isEmpty()) {
            toldDrained = false;
          } else if (!toldDrained && listener.isDrained()) {
            place.drained();
            toldDrained = true;
          }
        } catch (IOException e) {
          // What stood before stands on: not to be told is no news.
          outage.goesOn(e);
          pause = longer(pause, AFTER_FAILURE);
        }
        clock.pause(pause);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Tells once that a place cannot be asked, and once that it can again. */
  private static final class Outage {
    private final String origin;
    private boolean told;

    Outage(String origin) {
      this.origin = origin;
    }

    void goesOn(IOException why) {
      if (!told) {
        told = true;
        LOG.log(
            Level.WARNING,
            () ->
                "Interruption notices may be missed: "
                    + origin
                    + " cannot be asked, for "
                    + why.getMessage()
                    + ". Trying on.");
      }
    }

    void over() {
      if (told) {
        told = false;
        LOG.log(Level.INFO, () -> "Interruption notices: " + origin + " answers again.");
      }
    }
  }
}
