package io.baton.api.webhook;

import io.baton.api.access.OwnerScope;
import io.baton.api.event.EventEntity;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookDeliveryPage;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookTry;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of a webhook's deliveries, and what its owner does about it. */
@ApplicationScoped
@Transactional
public class DeliveryLog {
  static final String TEST_TYPE = "webhook.test";

  private static final Pattern MESSAGE_ID = Pattern.compile("[a-z0-9_-]{1,64}");

  private final Webhooks webhooks;
  private final DeliveryQueue queue;
  private final DatabaseClock clock;
  private final Event<DeliveryPlanned> planned;

  DeliveryLog(
      Webhooks webhooks, DeliveryQueue queue, DatabaseClock clock, Event<DeliveryPlanned> planned) {
    this.webhooks = webhooks;
    this.queue = queue;
    this.clock = clock;
    this.planned = planned;
  }

  /** Newest first. */
  public WebhookDeliveryPage page(
      OwnerScope scope,
      WebhookId id,
      Optional<DeliveryStatus> status,
      Optional<LogCursor> before,
      int limit) {
    webhooks.webhook(scope, id);
    StringBuilder where =
        new StringBuilder(
            "from DeliveryEntity d join fetch d.webhook where d.webhook.id = :webhook and d.id <"
                + " :before");
    Parameters parameters =
        Parameters.with("webhook", id.value())
            .and("before", before.map(LogCursor::sequence).orElse(Long.MAX_VALUE));
    status.ifPresent(
        wanted -> {
          where.append(" and d.status = :status");
          parameters.and("status", wanted);
        });
    List<DeliveryEntity> found =
        DeliveryEntity.<DeliveryEntity>find(where + " order by d.id desc", parameters)
            .page(0, limit + 1)
            .list();
    return new WebhookDeliveryPage(
        found.stream().limit(limit).map(DeliveryEntity::toRecord).toList(),
        found.size() > limit
            ? Optional.of(new LogCursor(found.get(limit - 1).id).text())
            : Optional.empty());
  }

  public WebhookDelivery delivery(OwnerScope scope, WebhookId id, String messageId) {
    webhooks.webhook(scope, id);
    return require(id, messageId).toRecord();
  }

  /** What its tries sent, or will send. */
  public String body(OwnerScope scope, WebhookId id, String messageId) {
    webhooks.webhook(scope, id);
    DeliveryEntity delivery = require(id, messageId);
    return delivery.isTest()
        ? Payload.test(id.value(), delivery.createdAt)
        : Payload.of(EventEntity.<EventEntity>findById(delivery.eventSequence).toRecord());
  }

  /** Oldest first. */
  public List<WebhookTry> tries(OwnerScope scope, WebhookId id, String messageId) {
    webhooks.webhook(scope, id);
    return TryEntity.of(require(id, messageId));
  }

  /** Plans an event that is tried once, also where the webhook is disabled. */
  public WebhookDelivery test(OwnerScope scope, WebhookId id) {
    WebhookEntity webhook = webhooks.locked(scope, id);
    if (DeliveryEntity.count(
            "webhook.id = ?1 and status = ?2 and eventSequence is null",
            webhook.id,
            DeliveryStatus.PENDING)
        > 0) {
      throw new ProblemException(
          ErrorCode.CONFLICT, "A test event of webhook " + id + " is on its way already.");
    }
    Instant now = clock.now();
    DeliveryEntity test = new DeliveryEntity();
    test.messageId = NewIds.withPrefix("test");
    test.webhook = webhook;
    test.owner = webhook.owner;
    test.receiver = webhook.receiver;
    test.type = TEST_TYPE;
    test.status = DeliveryStatus.PENDING;
    test.createdAt = now;
    test.nextTryAt = now;
    test.persist();
    planned.fire(new DeliveryPlanned());
    return test.toRecord();
  }

  /**
   * Sends a delivery again with all tries anew: at once, or after an earlier one of its job. One
   * that is being sent right now, or waits for its turn, is left as it is.
   */
  public WebhookDelivery redeliver(OwnerScope scope, WebhookId id, String messageId) {
    WebhookEntity webhook = locked(scope, id);
    DeliveryEntity delivery = require(id, messageId);
    if (delivery.isTest()) {
      throw new ProblemException(
          ErrorCode.CONFLICT, "A test event is not sent again; send another test event.");
    }
    Instant now = clock.now();
    if (delivery.status == DeliveryStatus.PENDING) {
      if (delivery.nextTryAt != null && !delivery.isInFlight(now)) {
        delivery.triesBefore = delivery.tries;
        delivery.nextTryAt = now;
      }
    } else {
      delivery.status = DeliveryStatus.PENDING;
      delivery.triesBefore = delivery.tries;
      delivery.endedAt = null;
      delivery.flush();
      queue.nextTurn(webhook, delivery.jobId);
      delivery.getEntityManager().refresh(delivery);
    }
    planned.fire(new DeliveryPlanned());
    return delivery.toRecord();
  }

  /** Sends again what was given up of events from then on; returns how many deliveries. */
  public int redeliverSince(OwnerScope scope, WebhookId id, Instant since) {
    int reopened = queue.reopen(locked(scope, id), since);
    planned.fire(new DeliveryPlanned());
    return reopened;
  }

  private WebhookEntity locked(OwnerScope scope, WebhookId id) {
    WebhookEntity webhook = webhooks.locked(scope, id);
    if (!webhook.enabled()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Webhook " + id + " is disabled (" + webhook.disabledReason + "); enable it first.");
    }
    return webhook;
  }

  private static DeliveryEntity require(WebhookId id, String messageId) {
    Optional<DeliveryEntity> found =
        MESSAGE_ID.matcher(messageId).matches()
            ? DeliveryEntity.find("webhook.id = ?1 and messageId = ?2", id.value(), messageId)
                .firstResultOptional()
            : Optional.empty();
    return found.orElseThrow(
        () ->
            new ProblemException(
                ErrorCode.NOT_FOUND, "Webhook " + id + " has no delivery " + messageId + "."));
  }
}
