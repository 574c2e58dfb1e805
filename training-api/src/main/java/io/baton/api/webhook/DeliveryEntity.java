package io.baton.api.webhook;

import io.baton.protocol.event.EventType;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An event on its way to a webhook. */
@Entity
@Table(name = "webhook_delivery")
public class DeliveryEntity extends PanacheEntityBase {
  @Id
  @Column(name = "event_sequence")
  public Long eventSequence;

  @Column(name = "job_id")
  public String jobId;

  public EventType type;
  public String url;
  public DeliveryStatus status;
  public int tries;

  @Column(name = "next_try_at")
  public Instant nextTryAt;

  @Column(name = "sending_until")
  public Instant sendingUntil;

  @Column(name = "last_http_status")
  public Integer lastHttpStatus;

  @Column(name = "last_problem")
  public String lastProblem;

  @Column(name = "delivered_at")
  public Instant deliveredAt;

  public static List<DeliveryEntity> ofJob(String jobId) {
    return list("jobId = ?1 order by eventSequence", jobId);
  }

  /** The same over all tries, so that receivers can tell repetitions. */
  public String webhookId() {
    return "evt_" + eventSequence;
  }

  public WebhookDelivery toRecord() {
    return new WebhookDelivery(
        webhookId(),
        eventSequence,
        type,
        URI.create(url),
        status,
        tries,
        Optional.ofNullable(lastHttpStatus),
        Optional.ofNullable(lastProblem),
        Optional.ofNullable(nextTryAt),
        Optional.ofNullable(deliveredAt));
  }
}
