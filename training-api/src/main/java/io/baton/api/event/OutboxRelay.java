package io.baton.api.event;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.protocol.event.JobEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Carries events from the outbox to the channel {@code job-events}: at least once, in order. The
 * database alone says what is left to do, so a killed replica's work is another's next round.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final int BATCH = 200;

  /** The advisory lock of whoever relays; released with its transaction, also by its death. */
  private static final long RELAY_LOCK = 0x6261746f6e01L;

  private final EntityManager entities;
  private final MutinyEmitter<JobEvent> channel;
  private final BackgroundTask task;

  OutboxRelay(
      EntityManager entities,
      @Channel("job-events") MutinyEmitter<JobEvent> channel,
      BackgroundExecutor executor) {
    this.entities = entities;
    this.channel = channel;
    this.task = executor.task("outbox relay", this::relayAll);
  }

  void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxFilled filled) {
    task.request();
  }

  @Scheduled(
      every = "${baton.outbox.poll-interval:1s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void poll() {
    task.request();
  }

  private void relayAll() {
    while (QuarkusTransaction.requiringNew().call(this::relayBatch) == BATCH) {}
  }

  private int relayBatch() {
    boolean mine =
        (Boolean)
            entities
                .createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", RELAY_LOCK)
                .getSingleResult();
    if (!mine) {
      return 0;
    }
    List<EventEntity> batch = EventEntity.unrelayed(BATCH);
    for (EventEntity event : batch) {
      channel.sendAndAwait(event.toRecord());
    }
    if (!batch.isEmpty()) {
      entities
          .createNativeQuery("update event set relayed_at = baton_now() where sequence in (:sent)")
          .setParameter("sent", batch.stream().map(event -> event.sequence).toList())
          .executeUpdate();
    }
    return batch.size();
  }
}
