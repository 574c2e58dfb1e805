package io.baton.api.webhook;

import io.baton.protocol.event.JobEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * The deliveries of a job to a webhook, one after the other: of each queue only the oldest pending
 * one has its turn. Whoever adds to a queue or ends what is in it holds the lock of the webhook's
 * row, so that no turn is forgotten between two of them.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class DeliveryQueue {
  private static final String LOCK_WANTING =
      """
      select webhook.id from webhook, job
      where job.id = :job and job.sampled_job_id is null
        and (webhook.job_id = job.id or (webhook.owner = job.owner and webhook.job_id is null))
        and webhook.disabled_at is null
        and (webhook.types is null or :type = any (webhook.types))
      order by webhook.id
      for no key update of webhook
      """;

  // A broker may bring an event again, even long after: it is planned once, and for no webhook that
  // is younger.
  private static final String PLAN =
      """
      with fresh as (
        update event set planned_at = baton_now()
        where sequence = :sequence and planned_at is null
        returning sequence, job_id, type, at)
      insert into webhook_delivery (
        message_id, webhook_id, owner, receiver, job_id, event_sequence, type, status, created_at,
        next_try_at)
      select 'evt_' || fresh.sequence, webhook.id, webhook.owner, webhook.receiver,
        fresh.job_id, fresh.sequence, fresh.type, 'pending', baton_now(),
        case when exists (
            select from webhook_delivery earlier
            where earlier.webhook_id = webhook.id and earlier.job_id = fresh.job_id
              and earlier.status = 'pending' and earlier.event_sequence < fresh.sequence)
          then null else baton_now() end
      from fresh join webhook on webhook.id in (:webhooks) and webhook.created_at <= fresh.at
      """;

  private static final String NEXT_TURN =
      """
      update webhook_delivery set next_try_at = baton_now()
      where next_try_at is null and id = (
        select id from webhook_delivery
        where webhook_id = :webhook and job_id = :job and status = 'pending'
        order by event_sequence
        limit 1)
      """;

  private static final String REOPEN_SINCE =
      """
      update webhook_delivery delivery set
        status = 'pending', ended_at = null, tries_before = tries
      from event
      where delivery.webhook_id = :webhook and delivery.status = 'given-up'
        and event.sequence = delivery.event_sequence and event.at >= :since
      """;

  private static final String NEXT_TURN_OF_EACH =
      """
      update webhook_delivery set next_try_at = baton_now()
      where webhook_id = :webhook and status = 'pending' and next_try_at is null
        and not exists (
          select from webhook_delivery earlier
          where earlier.webhook_id = :webhook and earlier.status = 'pending'
            and earlier.job_id = webhook_delivery.job_id
            and earlier.event_sequence < webhook_delivery.event_sequence)
      """;

  private static final String GIVE_UP =
      """
      update webhook_delivery set
        status = 'given-up', ended_at = :now, next_try_at = null, sending_until = null,
        last_problem = :reason
      where webhook_id = :webhook and status = 'pending' and event_sequence is not null
      """;

  private final EntityManager entities;

  DeliveryQueue(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Plans an event for every webhook that wants it, once.
   *
   * @return how many deliveries there are now that were not there before
   */
  int plan(JobEvent event) {
    List<?> webhooks =
        event.type().sent()
            ? entities
                .createNativeQuery(LOCK_WANTING, String.class)
                .setParameter("job", event.job().value())
                .setParameter("type", event.type().wireName())
                .getResultList()
            : List.of();
    if (webhooks.isEmpty()) {
      return 0;
    }
    return entities
        .createNativeQuery(PLAN)
        .setParameter("sequence", event.sequence())
        .setParameter("webhooks", webhooks)
        .executeUpdate();
  }

  /** After one of the job's deliveries has ended: the next has its turn. */
  void nextTurn(WebhookEntity webhook, String job) {
    entities
        .createNativeQuery(NEXT_TURN)
        .setParameter("webhook", webhook.id)
        .setParameter("job", job)
        .executeUpdate();
  }

  /** Sends again what was given up, with all tries anew; returns how many those are. */
  int reopen(WebhookEntity webhook, Instant since) {
    int reopened =
        entities
            .createNativeQuery(REOPEN_SINCE)
            .setParameter("webhook", webhook.id)
            .setParameter("since", since)
            .executeUpdate();
    if (reopened > 0) {
      entities
          .createNativeQuery(NEXT_TURN_OF_EACH)
          .setParameter("webhook", webhook.id)
          .executeUpdate();
    }
    return reopened;
  }

  /** Sends nothing more there until its owner enables it again. */
  void disable(WebhookEntity webhook, String reason, Instant now) {
    webhook.disabledAt = now;
    webhook.disabledReason = reason;
    webhook.updatedAt = now;
    entities
        .createNativeQuery(GIVE_UP)
        .setParameter("now", now)
        .setParameter("reason", "The webhook was disabled: " + reason)
        .setParameter("webhook", webhook.id)
        .executeUpdate();
  }
}
