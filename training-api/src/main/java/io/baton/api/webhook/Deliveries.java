package io.baton.api.webhook;

import io.baton.api.config.BatonConfig;
import io.baton.api.event.EventEntity;
import io.baton.api.job.JobEntity;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookTarget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The log of deliveries: which is due, and what came of it. */
@ApplicationScoped
public class Deliveries {
  /** A sender that takes this much longer than the timeout is dead. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  // Of each job only its oldest pending delivery may go, so that receivers see events in order.
  private static final String TAKE =
      """
      update webhook_delivery set
        tries = tries + 1,
        sending_until = baton_now() + :sendingMillis * interval '1 millisecond'
      where event_sequence in (
        select due.event_sequence from webhook_delivery due
        where due.status = 'pending' and due.next_try_at <= baton_now()
          and (due.sending_until is null or due.sending_until <= baton_now())
          and not exists (
            select from webhook_delivery earlier
            where earlier.job_id = due.job_id and earlier.status = 'pending'
              and earlier.event_sequence < due.event_sequence)
        order by due.next_try_at
        limit :most
        for update of due skip locked)
      returning event_sequence
      """;

  private final EntityManager entities;
  private final DatabaseClock clock;
  private final Duration sending;

  Deliveries(EntityManager entities, DatabaseClock clock, BatonConfig config) {
    this.entities = entities;
    this.clock = clock;
    this.sending = config.webhooks().timeout().plus(GRACE);
  }

  /** Takes deliveries that are due; nobody else sends them until the sender must be dead. */
  @Transactional
  public List<Parcel> take(int most) {
    @SuppressWarnings("unchecked")
    List<Long> taken =
        entities
            .createNativeQuery(TAKE, Long.class)
            .setParameter("sendingMillis", sending.toMillis())
            .setParameter("most", most)
            .getResultList();
    Instant now = clock.now();
    return taken.stream().map(sequence -> parcel(sequence, now)).toList();
  }

  private static Parcel parcel(Long sequence, Instant now) {
    DeliveryEntity delivery = DeliveryEntity.findById(sequence);
    EventEntity event = EventEntity.findById(sequence);
    JobEntity job = JobEntity.findById(delivery.jobId);
    return new Parcel(
        sequence,
        delivery.webhookId(),
        delivery.tries,
        job.webhook().orElseThrow(() -> new IllegalStateException(job.id + " has no webhook")),
        now,
        event.toRecord());
  }

  /** Writes down what came of a try. A delivery that another sender took since is left alone. */
  @Transactional
  public void record(Parcel parcel, TryResult result) {
    DeliveryEntity delivery =
        DeliveryEntity.findById(parcel.sequence(), LockModeType.PESSIMISTIC_WRITE);
    if (delivery.status != DeliveryStatus.PENDING || delivery.tries != parcel.tries()) {
      return;
    }
    Instant now = clock.now();
    delivery.sendingUntil = null;
    delivery.lastHttpStatus = result.httpStatus().orElse(null);
    delivery.lastProblem = result.problem().orElse(null);
    if (result.success()) {
      delivery.status = DeliveryStatus.DELIVERED;
      delivery.deliveredAt = now;
      delivery.nextTryAt = null;
      return;
    }
    Optional<Duration> wait =
        result.gone()
            ? Optional.empty()
            : RetrySchedule.waitAfter(
                delivery.tries, result.retryAfter(), ThreadLocalRandom.current().nextDouble());
    delivery.status = wait.isPresent() ? DeliveryStatus.PENDING : DeliveryStatus.GIVEN_UP;
    delivery.nextTryAt = wait.map(now::plus).orElse(null);
  }

  /**
   * A delivery that this sender took.
   *
   * @param tries this one included
   * @param at the time of this try
   */
  public record Parcel(
      long sequence,
      String webhookId,
      int tries,
      WebhookTarget target,
      Instant at,
      JobEvent event) {}
}
