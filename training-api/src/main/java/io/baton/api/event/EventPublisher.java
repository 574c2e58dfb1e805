package io.baton.api.event;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives events their positions: the order that readers follow.
 *
 * <p>An event's sequence is drawn while its transaction runs, so a larger one may be visible before
 * a smaller one, and who had read up to the larger would miss the smaller. Positions are given to
 * events that are committed, by one publisher at a time over all replicas, which holds the row of
 * {@code event_feed} until its own commit. So once a reader sees a position, no smaller one can
 * appear, however late a transaction commits. Events of one job keep their order: the next one is
 * written under the lock of the job's row, after the one before is committed.
 */
@ApplicationScoped
public class EventPublisher {
  private static final int BATCH = 1000;

  /** Events that come together are published together. */
  private static final int GATHER_MILLIS = 15;

  private static final String WAITING = "select exists (select from event where position is null)";
  private static final String LOCK = "select position from event_feed for update";
  private static final String PUBLISH =
      """
      with numbered as (
        select sequence, row_number() over (order by sequence) as number
        from (select sequence from event where position is null order by sequence limit :batch) as waiting
      ), published as (
        update event set position = :last + numbered.number
        from numbered where event.sequence = numbered.sequence
        returning event.position
      )
      update event_feed set position = published.newest
      from (select max(position) as newest from published) as published
      where published.newest is not null
      returning event_feed.position
      """;

  private final EntityManager entities;
  private final DatabaseNotifications notifications;
  private final Event<EventsPublished> published;
  private final Vertx vertx;
  private final BackgroundTask task;
  private final AtomicBoolean gathering = new AtomicBoolean();

  EventPublisher(
      EntityManager entities,
      DatabaseNotifications notifications,
      Event<EventsPublished> published,
      Vertx vertx,
      BackgroundExecutor executor) {
    this.entities = entities;
    this.notifications = notifications;
    this.published = published;
    this.vertx = vertx;
    this.task = executor.task("publication of events", this::publishAll);
  }

  void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxFilled filled) {
    if (gathering.compareAndSet(false, true)) {
      vertx.setTimer(
          GATHER_MILLIS,
          timer -> {
            gathering.set(false);
            task.request();
          });
    }
  }

  /** Those that a replica did not live to publish. */
  @Scheduled(
      every = "${baton.outbox.poll-interval:1s}",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class,
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void poll() {
    task.request();
  }

  /** Publishes every event that is committed. */
  public void publishAll() {
    while (QuarkusTransaction.requiringNew().call(this::isAnyWaiting)) {
      QuarkusTransaction.requiringNew().run(this::publishBatch);
    }
  }

  private boolean isAnyWaiting() {
    return (Boolean) entities.createNativeQuery(WAITING, Boolean.class).getSingleResult();
  }

  private void publishBatch() {
    long last = (Long) entities.createNativeQuery(LOCK, Long.class).getSingleResult();
    // A statement of its own: it sees what was published until the lock was had.
    boolean moved =
        !entities
            .createNativeQuery(PUBLISH, Long.class)
            .setParameter("batch", BATCH)
            .setParameter("last", last)
            .getResultList()
            .isEmpty();
    if (moved) {
      notifications.send(Channel.EVENTS);
      published.fire(new EventsPublished());
    }
  }
}
