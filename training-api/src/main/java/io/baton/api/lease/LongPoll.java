package io.baton.api.lease;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets nodes wait until there is work. Whatever makes a job claimable notifies every replica; each
 * counts what there is and lets as many of its nodes claim as there are jobs for them.
 * Notifications are hints: a slow look at irregular times finds what they missed. Of a lease that
 * ends there is no notification before somebody looks, so the look is at that moment.
 */
@ApplicationScoped
public class LongPoll {
  /** As many claims as a database can use at once; the others wait here rather than there. */
  private static final int CLAIMS_AT_ONCE = 8;

  private static final int SLOWEST_LOOK_MILLIS = 6000;

  /** A look a hair before a lease's end would miss it. */
  private static final Duration AFTER_LAPSE = Duration.ofMillis(5);

  private final Claims claims;
  private final ClaimableJobs claimable;
  private final WaitingRoom room;
  private final DatabaseNotifications notifications;
  private final BackgroundTask waking;
  private final BackgroundTask looking;
  private final ExecutorService threads = BackgroundExecutor.threads(CLAIMS_AT_ONCE, "claims");

  /** Counts notifications: whoever found nothing may have looked before the last of them. */
  private final AtomicLong heard = new AtomicLong();

  LongPoll(
      Claims claims,
      ClaimableJobs claimable,
      WaitingRoom room,
      DatabaseNotifications notifications,
      BackgroundExecutor executor) {
    this.claims = claims;
    this.claimable = claimable;
    this.room = room;
    this.notifications = notifications;
    this.waking = executor.task("waking of nodes that wait for work", this::wake);
    this.looking = executor.task("look for work that no notification told of", this::look);
  }

  void start(@Observes StartupEvent start) {
    notifications.listen(
        Channel.WORK,
        () -> {
          heard.incrementAndGet();
          waking.request();
        });
    looking.request();
  }

  /** Before the service waits for the requests that it is answering. */
  void stop(@Observes ShutdownDelayInitiatedEvent shutdown) {
    room.close();
  }

  @PreDestroy
  void stopClaims() {
    threads.shutdown();
  }

  /**
   * A job for the node, or empty when there was none as long as it would wait. A node that goes
   * away, which cancels this, gets no job.
   */
  public Uni<Optional<Grant>> grant(WorkRequest request) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Waiter waiter = new Waiter(request, emitter);
              emitter.onTermination(
                  () -> {
                    waiter.leave();
                    room.leave(waiter);
                  });
              threads.execute(() -> claimOrWait(waiter));
            });
  }

  private void claimOrWait(Waiter waiter) {
    long heardBefore = heard.get();
    claimFor(waiter);
    int longest = waiter.request().waitSeconds().orElse(0);
    if (longest == 0) {
      waiter.expire();
    }
    if (waiter.isDone()) {
      return;
    }
    room.enter(waiter, Duration.ofSeconds(longest));
    if (waiter.isDone()) {
      room.leave(waiter);
    } else if (heard.get() != heardBefore) {
      waking.request();
    }
  }

  /** Answers it if there is a job for it. */
  private void claimFor(Waiter waiter) {
    if (!waiter.startClaim()) {
      return;
    }
    try {
      Optional<Grant> grant = claims.claim(waiter.request());
      if (grant.isEmpty()) {
        waiter.endClaim();
      } else if (!waiter.answer(grant.get())) {
        claims.takeBack(grant.get());
      }
    } catch (RuntimeException e) {
      waiter.fail(e);
    }
  }

  /** Nobody is tried twice, so it ends also where bans stand between the jobs and the nodes. */
  private void wake() {
    Set<Waiter> tried = new HashSet<>();
    while (true) {
      List<Waiter> waiting =
          room.waiting().stream().filter(waiter -> !tried.contains(waiter)).toList();
      if (waiting.isEmpty()) {
        return;
      }
      List<Waiter> woken = WakeUp.choose(waiting, claimable.count(waiting.size()));
      if (woken.isEmpty()) {
        return;
      }
      tried.addAll(woken);
      CompletableFuture.allOf(
              woken.stream()
                  .map(waiter -> CompletableFuture.runAsync(() -> claimFor(waiter), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  private void look() {
    Duration pause = slowPause();
    try {
      if (!room.isEmpty()) {
        waking.request();
      }
      pause = claimable.untilNextLapse(pause).map(AFTER_LAPSE::plus).orElse(pause);
    } finally {
      room.later(pause, looking::request);
    }
  }

  private static Duration slowPause() {
    int half = SLOWEST_LOOK_MILLIS / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextInt(half));
  }
}
