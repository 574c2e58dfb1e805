package io.baton.api.webhook;

import io.baton.api.config.BatonConfig;
import io.baton.api.event.EventEntity;
import io.baton.api.time.DatabaseClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes deliveries whose turn has come. Each receiver and each owner gets so many at a time over
 * all replicas, so that slow receivers hold up nobody else; two replicas that take at the same
 * moment may go beyond that by what each takes.
 */
@ApplicationScoped
public class DeliveryTake {
  /** A sender that takes so much longer than its tries may is dead. */
  private static final int PATIENCE = 2;

  private static final Duration GRACE = Duration.ofSeconds(1);

  // One index probe a receiver finds the receivers, and a few more what is due there: a receiver
  // with a million due deliveries costs no more than one with ten.
  private static final String TAKE =
      """
      with recursive waiting(receiver) as (
        (select receiver from webhook_delivery
         where status = 'pending' and next_try_at is not null
         order by receiver limit 1)
        union all
        select (
          select next.receiver from webhook_delivery next
          where next.status = 'pending' and next.next_try_at is not null
            and next.receiver > waiting.receiver
          order by next.receiver limit 1)
        from waiting where waiting.receiver is not null),
      in_flight as materialized (
        select receiver, owner from webhook_delivery
        where sending_until is not null and sending_until > baton_now()),
      candidate as (
        select due.id, due.owner, due.next_try_at,
          row_number() over (partition by due.owner order by due.next_try_at, due.id) as place
        from waiting cross join lateral (
          select head.id, head.owner, head.next_try_at from webhook_delivery head
          where head.receiver = waiting.receiver
            and head.status = 'pending' and head.next_try_at <= baton_now()
            and (head.sending_until is null or head.sending_until <= baton_now())
            and (head.event_sequence is null or not exists (
              select from webhook_delivery earlier
              where earlier.webhook_id = head.webhook_id and earlier.job_id = head.job_id
                and earlier.status = 'pending' and earlier.event_sequence < head.event_sequence))
          order by head.next_try_at, head.id
          limit greatest(0, :perReceiver - (
            select count(*) from in_flight where in_flight.receiver = waiting.receiver))
        ) due),
      chosen as (
        select id from candidate
        where place <= :perOwner - (
          select count(*) from in_flight where in_flight.owner = candidate.owner)
        order by next_try_at, id
        limit :most),
      mine as (
        select delivery.id from webhook_delivery delivery
        where delivery.id in (select id from chosen)
          and delivery.status = 'pending' and delivery.next_try_at <= baton_now()
          and (delivery.sending_until is null or delivery.sending_until <= baton_now())
        for update skip locked)
      update webhook_delivery delivery set
        tries = tries + 1,
        tried_at = baton_now(),
        sending_until = baton_now() + :sendingMillis * interval '1 millisecond'
      from mine
      where delivery.id = mine.id
      returning delivery.id
      """;

  private static final String CONTENT =
      """
      select delivery, webhook, event
      from DeliveryEntity delivery join delivery.webhook webhook
        left join EventEntity event on event.sequence = delivery.eventSequence
      where delivery.id in :taken
      order by delivery.nextTryAt, delivery.id
      """;

  private final EntityManager entities;
  private final DatabaseClock clock;
  private final Duration sending;
  private final int perReceiver;
  private final int perOwner;

  DeliveryTake(EntityManager entities, DatabaseClock clock, BatonConfig config) {
    this.entities = entities;
    this.clock = clock;
    this.sending = config.webhooks().timeout().multipliedBy(PATIENCE).plus(GRACE);
    this.perReceiver = config.webhooks().concurrencyPerReceiver();
    this.perOwner = config.webhooks().concurrencyPerOwner();
  }

  /** Takes some that are due; nobody else sends them until the sender must be dead. */
  @Transactional
  public List<Parcel> take(int most) {
    List<?> taken =
        entities
            .createNativeQuery(TAKE, Long.class)
            .setParameter("perReceiver", perReceiver)
            .setParameter("perOwner", perOwner)
            .setParameter("most", most)
            .setParameter("sendingMillis", sending.toMillis())
            .getResultList();
    if (taken.isEmpty()) {
      return List.of();
    }
    Instant now = clock.now();
    return entities
        .createQuery(CONTENT, Object[].class)
        .setParameter("taken", taken)
        .getResultStream()
        .map(
            row ->
                parcel(
                    (DeliveryEntity) row[0],
                    (WebhookEntity) row[1],
                    Optional.ofNullable((EventEntity) row[2]),
                    now))
        .toList();
  }

  private static Parcel parcel(
      DeliveryEntity delivery, WebhookEntity webhook, Optional<EventEntity> event, Instant now) {
    return new Parcel(
        delivery.id,
        webhook.id,
        delivery.tries,
        delivery.messageId,
        URI.create(webhook.url),
        webhook.secretsAt(now),
        now,
        event
            .map(of -> Payload.of(of.toRecord()))
            .orElseGet(() -> Payload.test(webhook.id, delivery.createdAt)));
  }
}
