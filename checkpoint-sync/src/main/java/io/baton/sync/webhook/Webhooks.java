package io.baton.sync.webhook;

import io.baton.sync.retry.Deadline;
import io.baton.sync.webhook.WebhookAnswer.Failed;
import io.baton.sync.webhook.WebhookAnswer.Gone;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Sends events in their order on a thread of its own, each until its receiver has it. Nobody waits
 * for it until the end.
 */
public final class Webhooks {
  private final WebhookPost post;
  private final Clock clock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<WebhookEvent> waiting = new ArrayDeque<>();
  private final Thread thread;
  private Optional<String> trouble = Optional.empty();
  private boolean gone;
  private boolean lastChance;

  private Webhooks(WebhookTarget target, Clock clock) {
    this.post = new WebhookPost(target, clock);
    this.clock = clock;
    this.thread = new Thread(this::run, "checkpoint-sync-webhooks");
    thread.setDaemon(true);
  }

  public static Webhooks start(WebhookTarget target, Clock clock) {
    Webhooks webhooks = new Webhooks(target, clock);
    webhooks.thread.start();
    return webhooks;
  }

  /** Takes an event to be sent after those before it; returns at once. */
  public void send(WebhookEvent event) {
    lock.lock();
    try {
      waiting.add(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What the receiver did not get.
   *
   * @param events in their order
   * @param why the last failure, without a full stop
   */
  public record Undelivered(List<WebhookEvent> events, String why) {
    public Undelivered {
      events = List.copyOf(events);
    }
  }

  /**
   * Returns once everything is delivered, or the time is over; nothing is sent afterwards. What
   * waits for its next try is tried at once.
   */
  public Optional<Undelivered> finish(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      lastChance = true;
      changed.signalAll();
      while (!waiting.isEmpty() && !gone && !deadline.passed()) {
        awaitAtMost(deadline.remaining());
      }
      Undelivered rest =
          new Undelivered(List.copyOf(waiting), trouble.orElse("there was no time to send it"));
      gone = true;
      changed.signalAll();
      return rest.events().isEmpty() ? Optional.empty() : Optional.of(rest);
    } finally {
      lock.unlock();
      thread.interrupt();
    }
  }

  private void run() {
    try {
      int failures = 0;
      for (Optional<WebhookEvent> next = next(); next.isPresent(); next = next()) {
        WebhookAnswer answer = post.send(next.get());
        if (answer instanceof Failed failed) {
          failures++;
          pause(
              failed.why(),
              WebhookWaits.next(failures, failed.retryAfter(), clock.instant(), random));
        } else {
          failures = 0;
          settle(answer);
        }
      }
    } catch (InterruptedException finished) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty at the end. */
  private Optional<WebhookEvent> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !gone) {
        changed.await();
      }
      return gone ? Optional.empty() : Optional.of(waiting.peek());
    } finally {
      lock.unlock();
    }
  }

  private void settle(WebhookAnswer answer) {
    lock.lock();
    try {
      if (answer instanceof Gone) {
        gone = true;
        trouble = Optional.of("it wants no more webhooks (HTTP 410)");
      } else if (!gone) {
        trouble = Optional.empty();
        waiting.remove();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause(String why, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      trouble = Optional.of(why);
      long until = System.nanoTime() + wait.toNanos();
      boolean cutShort = lastChance;
      while (!gone && lastChance == cutShort && System.nanoTime() < until) {
        awaitAtMost(Duration.ofNanos(until - System.nanoTime()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** May return early; the caller looks at its condition again. */
  @SuppressWarnings("unused")
  private void awaitAtMost(Duration time) throws InterruptedException {
    boolean signaled = changed.await(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
  }
}
