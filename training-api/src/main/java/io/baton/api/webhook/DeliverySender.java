package io.baton.api.webhook;

import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.config.BatonConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Sends deliveries that are due, some at a time, each outside of any transaction. */
@ApplicationScoped
public class DeliverySender {
  private static final Logger LOG = Logger.getLogger(DeliverySender.class);

  private final DeliveryTake due;
  private final DeliveryOutcomes outcomes;
  private final SecretCipher cipher;
  private final WebhookHttp http;
  private final BackgroundTask task;
  private final Semaphore free;
  private final ExecutorService threads;

  DeliverySender(
      DeliveryTake due,
      DeliveryOutcomes outcomes,
      SecretCipher cipher,
      WebhookHttp http,
      BackgroundExecutor executor,
      BatonConfig config) {
    this.due = due;
    this.outcomes = outcomes;
    this.cipher = cipher;
    this.http = http;
    this.task = executor.task("sending of webhooks", this::sendDue);
    int concurrency = config.webhooks().concurrency();
    this.free = new Semaphore(concurrency);
    this.threads = BackgroundExecutor.threads(concurrency, "webhook");
  }

  void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryPlanned planned) {
    task.request();
  }

  @Scheduled(
      every = "${baton.webhooks.poll-interval:1s}",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void poll() {
    task.request();
  }

  private void sendDue() {
    int most = free.drainPermits();
    List<Parcel> parcels = List.of();
    try {
      parcels = most == 0 ? List.of() : due.take(most);
    } finally {
      free.release(most - parcels.size());
    }
    for (Parcel parcel : parcels) {
      threads.execute(() -> send(parcel));
    }
  }

  private void send(Parcel parcel) {
    try {
      long from = System.nanoTime();
      TryResult result = result(parcel);
      outcomes.record(parcel, result, Duration.ofNanos(System.nanoTime() - from));
    } catch (RuntimeException e) {
      LOG.warnf(
          "what came of %s to %s could not be written down; it will be sent again: %s",
          parcel.messageId(), parcel.webhook(), e);
    } finally {
      free.release();
      // Its successor in the same job may go now.
      task.request();
    }
  }

  private TryResult result(Parcel parcel) {
    List<byte[]> keys = new ArrayList<>();
    for (String secret : parcel.secrets()) {
      cipher.revealed(secret).ifPresent(revealed -> keys.add(revealed.key()));
    }
    if (keys.isEmpty()) {
      LOG.warnf("no key of baton.webhooks.secret-keys decrypts the secret of %s", parcel.webhook());
      return TryResult.unanswered("the service cannot decrypt the secret that signs");
    }
    String signatures = Signature.of(keys, parcel.messageId(), parcel.at(), parcel.body());
    return http.send(
        new WebhookHttp.Signed(
            parcel.url(), parcel.messageId(), parcel.at(), signatures, parcel.body()));
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
