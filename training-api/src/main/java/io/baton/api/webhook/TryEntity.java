package io.baton.api.webhook;

import io.baton.protocol.webhook.WebhookTry;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One request of a delivery. */
@Entity
@Table(name = "webhook_try")
@IdClass(TryEntity.Key.class)
public class TryEntity extends PanacheEntityBase {
  @Id
  @Column(name = "delivery_id")
  public Long deliveryId;

  @Id public Integer number;
  public Instant at;
  public String url;

  @Column(name = "http_status")
  public Integer httpStatus;

  public String problem;
  public long millis;

  /** Oldest first. */
  static List<WebhookTry> of(DeliveryEntity delivery) {
    return TryEntity.<TryEntity>list("deliveryId = ?1 order by number", delivery.id).stream()
        .map(TryEntity::toRecord)
        .toList();
  }

  private WebhookTry toRecord() {
    return new WebhookTry(
        number,
        at,
        URI.create(url),
        Optional.ofNullable(httpStatus),
        Optional.ofNullable(problem),
        millis);
  }

  /** Which try of which delivery. */
  public record Key(Long deliveryId, Integer number) implements Serializable {}
}
