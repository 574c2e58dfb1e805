package io.baton.api.webhook;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.persistence.NewIds;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.webhook.SecretRotation;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.webhook.WebhookId;
import io.baton.protocol.webhook.WebhookPage;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users do with webhooks. */
@ApplicationScoped
@Transactional
public class Webhooks {
  private static final String DISABLED_BY_OWNER = "Disabled by its owner.";

  // Two creations at once must not both take the last place.
  private static final String LOCK_OWNER =
      "select 1 from pg_advisory_xact_lock(hashtextextended('webhooks of ' || :owner, 0))";

  private static final String MOVE_WAITING =
      """
      update webhook_delivery set receiver = :receiver
      where webhook_id = :webhook and status = 'pending'
      """;

  private final EntityManager entities;
  private final SecretCipher cipher;
  private final DeliveryQueue queue;
  private final DatabaseClock clock;
  private final Event<DeliveryPlanned> planned;
  private final int maxPerOwner;

  Webhooks(
      EntityManager entities,
      SecretCipher cipher,
      DeliveryQueue queue,
      DatabaseClock clock,
      Event<DeliveryPlanned> planned,
      BatonConfig config) {
    this.entities = entities;
    this.cipher = cipher;
    this.queue = queue;
    this.clock = clock;
    this.planned = planned;
    this.maxPerOwner = config.webhooks().maxPerOwner();
  }

  public WebhookWithSecret create(OwnerName owner, WebhookCreation creation) {
    requireRoom(owner);
    SigningSecret secret = creation.secret().orElseGet(SigningSecret::draw);
    Instant now = clock.now();
    WebhookEntity webhook = new WebhookEntity();
    webhook.id = NewIds.withPrefix("webhook");
    webhook.owner = owner.value();
    webhook.setUrl(creation.url());
    webhook.setTypes(creation.types());
    webhook.secret = cipher.stored(secret);
    webhook.createdAt = now;
    webhook.updatedAt = now;
    webhook.persist();
    return new WebhookWithSecret(webhook.toRecord(now), secret);
  }

  private void requireRoom(OwnerName owner) {
    entities.createNativeQuery(LOCK_OWNER).setParameter("owner", owner.value()).getSingleResult();
    if (WebhookEntity.count("owner = ?1 and jobId is null", owner.value()) >= maxPerOwner) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "There are "
              + maxPerOwner
              + " webhooks of "
              + owner
              + " already, which is the most: delete one that is not used.");
    }
  }

  /** Newest first, without those that jobs brought along. */
  public WebhookPage page(OwnerScope scope, Optional<LogCursor> before, int limit) {
    StringBuilder where = new StringBuilder("jobId is null and sequence < :before");
    Parameters parameters =
        Parameters.with("before", before.map(LogCursor::sequence).orElse(Long.MAX_VALUE));
    scope
        .only()
        .ifPresent(
            owner -> {
              where.append(" and owner = :owner");
              parameters.and("owner", owner.value());
            });
    List<WebhookEntity> found =
        WebhookEntity.<WebhookEntity>find(where + " order by sequence desc", parameters)
            .page(0, limit + 1)
            .list();
    Instant now = clock.now();
    return new WebhookPage(
        found.stream().limit(limit).map(webhook -> webhook.toRecord(now)).toList(),
        found.size() > limit
            ? Optional.of(new LogCursor(found.get(limit - 1).sequence).text())
            : Optional.empty());
  }

  public Webhook webhook(OwnerScope scope, WebhookId id) {
    return visible(scope, WebhookEntity.findById(id.value()), id).toRecord(clock.now());
  }

  public Webhook change(OwnerScope scope, WebhookId id, WebhookChange change) {
    WebhookEntity webhook = locked(scope, id);
    Instant now = clock.now();
    change.url().ifPresent(url -> move(webhook, url));
    change.types().ifPresent(webhook::setTypes);
    change
        .enabled()
        .ifPresent(
            enabled -> {
              if (enabled) {
                webhook.disabledAt = null;
                webhook.disabledReason = null;
              } else if (webhook.enabled()) {
                queue.disable(webhook, DISABLED_BY_OWNER, now);
              }
            });
    webhook.updatedAt = now;
    return webhook.toRecord(now);
  }

  private void move(WebhookEntity webhook, java.net.URI url) {
    webhook.setUrl(url);
    entities
        .createNativeQuery(MOVE_WAITING)
        .setParameter("receiver", webhook.receiver)
        .setParameter("webhook", webhook.id)
        .executeUpdate();
    planned.fire(new DeliveryPlanned());
  }

  public void delete(OwnerScope scope, WebhookId id) {
    WebhookEntity webhook = locked(scope, id);
    if (webhook.jobId != null) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Webhook "
              + id
              + " was given with job "
              + webhook.jobId
              + " and goes with it; disable it instead.");
    }
    webhook.delete();
  }

  /** From now on the new secret signs, and the one before it until the overlap ends. */
  public WebhookWithSecret rotate(OwnerScope scope, WebhookId id, SecretRotation rotation) {
    WebhookEntity webhook = locked(scope, id);
    Instant now = clock.now();
    SigningSecret secret = rotation.secret().orElseGet(SigningSecret::draw);
    boolean overlap = rotation.overlapSeconds() > 0;
    webhook.previousSecret = overlap ? webhook.secret : null;
    webhook.previousSecretUntil = overlap ? now.plusSeconds(rotation.overlapSeconds()) : null;
    webhook.secret = cipher.stored(secret);
    webhook.updatedAt = now;
    return new WebhookWithSecret(webhook.toRecord(now), secret);
  }

  /** The row, locked: nothing is planned, ended or redelivered for the webhook meanwhile. */
  WebhookEntity locked(OwnerScope scope, WebhookId id) {
    return visible(scope, WebhookEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE), id);
  }

  WebhookEntity visible(OwnerScope scope, WebhookEntity found, WebhookId id) {
    if (found == null || !scope.covers(found.owner)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no webhook " + id + ".");
    }
    return found;
  }
}
