package io.baton.api.webhook;

import io.baton.protocol.job.JobId;
import io.baton.protocol.webhook.DeliveryStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
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
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  /** The same over all tries, so that receivers can tell repetitions. */
  @Column(name = "message_id", updatable = false)
  public String messageId;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "webhook_id", updatable = false)
  public WebhookEntity webhook;

  @Column(updatable = false)
  public String owner;

  public String receiver;

  /** Null for a test event. */
  @Column(name = "job_id", updatable = false)
  public String jobId;

  /** Null for a test event. */
  @Column(name = "event_sequence", updatable = false)
  public Long eventSequence;

  @Column(updatable = false)
  public String type;

  public DeliveryStatus status;

  /** All of them; also tells a sender whether the delivery is still the one that it took. */
  public int tries;

  /** Tries of earlier rounds; the schedule counts from there. */
  @Column(name = "tries_before")
  public int triesBefore;

  @Column(name = "created_at", updatable = false)
  public Instant createdAt;

  @Column(name = "tried_at")
  public Instant triedAt;

  /** Null while an earlier event of the job is on its way. */
  @Column(name = "next_try_at")
  public Instant nextTryAt;

  @Column(name = "sending_until")
  public Instant sendingUntil;

  @Column(name = "last_http_status")
  public Integer lastHttpStatus;

  @Column(name = "last_problem")
  public String lastProblem;

  @Column(name = "ended_at")
  public Instant endedAt;

  /** Oldest first. */
  public static List<DeliveryEntity> ofJob(String jobId) {
    return list(
        "from DeliveryEntity d join fetch d.webhook where d.jobId = ?1 order by d.id", jobId);
  }

  boolean isTest() {
    return eventSequence == null;
  }

  boolean isInFlight(Instant now) {
    return sendingUntil != null && sendingUntil.isAfter(now);
  }

  void end(DeliveryStatus how, Instant now) {
    status = how;
    endedAt = now;
    nextTryAt = null;
    sendingUntil = null;
  }

  public WebhookDelivery toRecord() {
    return new WebhookDelivery(
        messageId,
        new WebhookId(webhook.id),
        Optional.ofNullable(jobId).map(JobId::new),
        Optional.ofNullable(eventSequence),
        type,
        URI.create(webhook.url),
        status,
        tries,
        Optional.ofNullable(lastHttpStatus),
        Optional.ofNullable(lastProblem),
        createdAt,
        Optional.ofNullable(triedAt),
        Optional.ofNullable(nextTryAt),
        Optional.ofNullable(endedAt).filter(at -> status == DeliveryStatus.DELIVERED));
  }
}
