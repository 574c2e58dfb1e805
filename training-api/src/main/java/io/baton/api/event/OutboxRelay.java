package io.baton.api.event;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.messaging.EventMessages;
import io.baton.protocol.event.JobEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Carries events that are published from the outbox to the channel: at least once, for each job in
 * order. The database alone says what is left to do, so a killed replica's work is another's next
 * round.
 */
@ApplicationScoped
public class OutboxRelay {
  private static final int BATCH = 200;

  /** The advisory lock of whoever relays; released with its transaction, also by its death. */
  private static final long RELAY_LOCK = 0x6261746f6e01L;

  /** The transaction with the lock must outlive what is done under it. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(20);

  /** Longer than a broker's client tries to deliver. */
  private static final Duration LONGEST_SEND = Duration.ofSeconds(25);

  /** Longer than the lock is ever held: a replica that hangs must not keep it. */
  private static final String FREE_LOCK_OF_THE_SILENT =
      "set local idle_in_transaction_session_timeout = '120s'";

  private final EntityManager entities;
  private final MutinyEmitter<String> channel;
  private final BackgroundTask task;

  OutboxRelay(
      EntityManager entities,
      @Channel(EventMessages.OUT) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<String> channel,
      BackgroundExecutor executor) {
    this.entities = entities;
    this.channel = channel;
    this.task = executor.task("outbox relay", this::relayAll);
  }

  void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventsPublished published) {
    task.request();
  }

  @Scheduled(
      every = "${baton.outbox.poll-interval:1s}",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class,
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void poll() {
    task.request();
  }

  private void relayAll() {
    // This transaction touches no table: it holds nothing but the advisory lock while others work.
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              if (lockIsMine()) {
                giveUpSnapshot();
                relayForAWhile();
              }
            });
  }

  private void relayForAWhile() {
    long end = System.nanoTime() + LONGEST_HOLD.toNanos();
    while (relayBatch() == BATCH) {
      if (System.nanoTime() > end) {
        task.request();
        return;
      }
    }
  }

  private boolean lockIsMine() {
    return (Boolean)
        entities
            .createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
            .setParameter("lock", RELAY_LOCK)
            .getSingleResult();
  }

  /**
   * A transaction keeps the snapshot of its last query while it idles, and with it every row that
   * dies meanwhile: claims would step over each of them. A command that reads nothing ends that.
   */
  private void giveUpSnapshot() {
    entities.createNativeQuery(FREE_LOCK_OF_THE_SILENT).executeUpdate();
  }

  private int relayBatch() {
    List<JobEvent> batch =
        QuarkusTransaction.requiringNew()
            .call(() -> EventEntity.unrelayed(BATCH).stream().map(EventEntity::toRecord).toList());
    // The threads that receive would inherit the transaction with the lock, and end it.
    QuarkusTransaction.suspendingExisting().run(() -> Rounds.of(batch).forEach(this::send));
    if (!batch.isEmpty()) {
      QuarkusTransaction.requiringNew().run(() -> markRelayed(batch));
    }
    return batch.size();
  }

  private void send(List<JobEvent> round) {
    Uni.join()
        .all(round.stream().map(event -> channel.sendMessage(EventMessages.of(event))).toList())
        .andFailFast()
        .await()
        .atMost(LONGEST_SEND);
  }

  private void markRelayed(List<JobEvent> batch) {
    entities
        .createNativeQuery("update event set relayed_at = baton_now() where sequence in (:sent)")
        .setParameter("sent", batch.stream().map(JobEvent::sequence).toList())
        .executeUpdate();
  }
}
