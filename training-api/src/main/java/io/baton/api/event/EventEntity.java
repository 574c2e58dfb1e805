package io.baton.api.event;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened to a job: a row of the outbox and of the job's history. */
@Entity
@Table(name = "event")
public class EventEntity extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long sequence;

  @Column(name = "job_id")
  public String jobId;

  public EventType type;
  public Instant at;
  public Integer attempt;

  @Column(name = "node_id")
  public String nodeId;

  public Integer step;
  public String text;

  @Column(name = "relayed_at")
  public Instant relayedAt;

  /** Given by {@link EventPublisher}; null until then. */
  @Column(insertable = false, updatable = false)
  public Long position;

  /** Events of a job after a sequence, oldest first. */
  public static List<EventEntity> after(String jobId, long sequence, int limit) {
    return EventEntity.<EventEntity>find(
            "jobId = ?1 and sequence > ?2 order by sequence", jobId, sequence)
        .page(0, limit)
        .list();
  }

  /** Those that are published and have not left the outbox, in the order of their positions. */
  public static List<EventEntity> unrelayed(int limit) {
    return EventEntity.<EventEntity>find(
            "position is not null and relayedAt is null order by position")
        .page(0, limit)
        .list();
  }

  public JobEvent toRecord() {
    return new JobEvent(
        sequence,
        new JobId(jobId),
        type,
        at,
        Optional.ofNullable(attempt).map(Attempt::new),
        Optional.ofNullable(nodeId).map(NodeId::new),
        Optional.ofNullable(step),
        text);
  }
}
