package io.baton.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.background.BackgroundExecutor;
import io.baton.api.background.BackgroundTask;
import io.baton.api.config.BatonConfig;
import io.baton.protocol.client.Json;
import io.baton.protocol.event.JobEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Sends deliveries that are due, some at a time, each outside of any transaction. */
@ApplicationScoped
public class DeliverySender {
  private static final Logger LOG = Logger.getLogger(DeliverySender.class);

  private final Deliveries deliveries;
  private final WebhookHttp http;
  private final BackgroundTask task;
  private final Semaphore free;
  private final ExecutorService threads;

  DeliverySender(
      Deliveries deliveries, WebhookHttp http, BackgroundExecutor executor, BatonConfig config) {
    this.deliveries = deliveries;
    this.http = http;
    this.task = executor.task("sending of webhooks", this::sendDue);
    int concurrency = config.webhooks().concurrency();
    this.free = new Semaphore(concurrency);
    this.threads = BackgroundExecutor.threads(concurrency, "webhook");
  }

  void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryPlanned planned) {
    task.request();
  }

  @Scheduled(every = "${baton.webhooks.poll-interval:1s}")
  void poll() {
    task.request();
  }

  private void sendDue() {
    int most = free.drainPermits();
    List<Deliveries.Parcel> parcels = List.of();
    try {
      parcels = most == 0 ? List.of() : deliveries.take(most);
    } finally {
      free.release(most - parcels.size());
    }
    for (Deliveries.Parcel parcel : parcels) {
      threads.execute(() -> send(parcel));
    }
  }

  private void send(Deliveries.Parcel parcel) {
    try {
      TryResult result =
          http.send(parcel.target(), parcel.webhookId(), parcel.at(), body(parcel.event()));
      deliveries.record(parcel, result);
    } catch (RuntimeException e) {
      LOG.warnf(
          "what came of %s could not be written down; it will be sent again: %s",
          parcel.webhookId(), e);
    } finally {
      free.release();
      // Its successor in the same job may go now.
      task.request();
    }
  }

  static String body(JobEvent event) {
    try {
      return Json.mapper()
          .writeValueAsString(new Payload(event.type().wireName(), event.at(), event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  private record Payload(String type, Instant timestamp, JobEvent data) {}
}
