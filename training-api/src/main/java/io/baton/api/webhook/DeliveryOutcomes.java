package io.baton.api.webhook;

import io.baton.api.time.DatabaseClock;
import io.baton.protocol.webhook.DeliveryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Writes down what came of tries, and what follows from it. */
@ApplicationScoped
public class DeliveryOutcomes {
  private final DeliveryQueue queue;
  private final DatabaseClock clock;

  DeliveryOutcomes(DeliveryQueue queue, DatabaseClock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** A delivery that ended or was taken by another sender since is left as it is. */
  @Transactional
  public void record(Parcel parcel, TryResult result, Duration took) {
    WebhookEntity webhook =
        WebhookEntity.findById(parcel.webhook(), LockModeType.PESSIMISTIC_WRITE);
    DeliveryEntity delivery =
        webhook == null
            ? null
            : DeliveryEntity.findById(parcel.delivery(), LockModeType.PESSIMISTIC_WRITE);
    if (delivery == null) {
      return;
    }
    log(parcel, result, took);
    if (delivery.status != DeliveryStatus.PENDING || delivery.tries != parcel.tries()) {
      return;
    }
    Instant now = clock.now();
    delivery.sendingUntil = null;
    delivery.lastHttpStatus = result.httpStatus().orElse(null);
    delivery.lastProblem = result.problem().orElse(null);
    if (result.success()) {
      delivery.end(DeliveryStatus.DELIVERED, now);
    } else if (result.gone()) {
      delivery.end(DeliveryStatus.GIVEN_UP, now);
    } else {
      waitAfter(delivery, result, now);
    }
    if (delivery.status != DeliveryStatus.PENDING) {
      delivery.flush();
      if (result.gone() && webhook.enabled()) {
        queue.disable(
            webhook, "The receiver answered HTTP 410 to " + delivery.messageId + ".", now);
      }
      if (!delivery.isTest()) {
        queue.nextTurn(webhook, delivery.jobId);
      }
    }
  }

  private static void waitAfter(DeliveryEntity delivery, TryResult result, Instant now) {
    Optional<Duration> wait =
        delivery.isTest()
            ? Optional.empty()
            : RetrySchedule.waitAfter(
                delivery.tries - delivery.triesBefore,
                result.retryAfter(),
                ThreadLocalRandom.current().nextDouble());
    wait.ifPresentOrElse(
        duration -> delivery.nextTryAt = now.plus(duration),
        () -> delivery.end(DeliveryStatus.GIVEN_UP, now));
  }

  private static void log(Parcel parcel, TryResult result, Duration took) {
    TryEntity entry = new TryEntity();
    entry.deliveryId = parcel.delivery();
    entry.number = parcel.tries();
    entry.at = parcel.at();
    entry.url = parcel.url().toString();
    entry.httpStatus = result.httpStatus().orElse(null);
    entry.problem = result.problem().orElse(null);
    entry.millis = took.toMillis();
    entry.persist();
  }
}
