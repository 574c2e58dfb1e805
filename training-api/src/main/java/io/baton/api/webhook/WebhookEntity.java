package io.baton.api.webhook;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.JobId;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where events are sent, and the secrets that sign them. */
@Entity
@Table(name = "webhook")
public class WebhookEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(insertable = false, updatable = false)
  public Long sequence;

  @Column(updatable = false)
  public String owner;

  /** The one job that it was given with; null: it hears of all of its owner's jobs. */
  @Column(name = "job_id", updatable = false)
  public String jobId;

  public String url;
  public String receiver;

  /** Null: all that webhooks carry. */
  public String[] types;

  /** As {@link SecretCipher} made it. */
  public String secret;

  @Column(name = "previous_secret")
  public String previousSecret;

  @Column(name = "previous_secret_until")
  public Instant previousSecretUntil;

  @Column(name = "disabled_at")
  public Instant disabledAt;

  @Column(name = "disabled_reason")
  public String disabledReason;

  @Column(name = "created_at", updatable = false)
  public Instant createdAt;

  @Column(name = "updated_at")
  public Instant updatedAt;

  public boolean enabled() {
    return disabledAt == null;
  }

  void setUrl(URI address) {
    url = address.toString();
    receiver = address.getRawAuthority().toLowerCase(Locale.ROOT);
  }

  void setTypes(List<EventType> wanted) {
    types =
        wanted.isEmpty() ? null : wanted.stream().map(EventType::wireName).toArray(String[]::new);
  }

  /** The stored secrets that sign at that moment, the current one first. */
  List<String> secretsAt(Instant now) {
    return previousSecret != null && previousSecretUntil.isAfter(now)
        ? List.of(secret, previousSecret)
        : List.of(secret);
  }

  Webhook toRecord(Instant now) {
    return new Webhook(
        new WebhookId(id),
        new OwnerName(owner),
        Optional.ofNullable(jobId).map(JobId::new),
        URI.create(url),
        types == null ? List.of() : Arrays.stream(types).map(WebhookEntity::type).toList(),
        enabled(),
        Optional.ofNullable(disabledReason),
        Optional.ofNullable(disabledAt),
        Optional.ofNullable(previousSecretUntil).filter(until -> until.isAfter(now)),
        createdAt,
        updatedAt);
  }

  private static EventType type(String wireName) {
    return Arrays.stream(EventType.values())
        .filter(type -> type.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no event is called " + wireName));
  }
}
