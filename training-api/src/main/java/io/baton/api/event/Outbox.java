package io.baton.api.event;

import io.baton.api.job.JobEntity;
import io.baton.protocol.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Where events are written, in the transaction of the change that they tell of. */
@ApplicationScoped
public class Outbox {
  private static final String APPEND_FIRST =
      """
      insert into event (job_id, type, at, step, text)
      select id, :type, :at, 0, :text
      from unnest(cast(:ids as text[])) with ordinality as new_job (id, place)
      order by place
      """;

  private final EntityManager entities;
  private final Event<OutboxFilled> filled;

  Outbox(EntityManager entities, Event<OutboxFilled> filled) {
    this.entities = entities;
    this.filled = filled;
  }

  /**
   * Tells of a job whose row the caller has locked, so that a job's events are numbered in the
   * order in which they happened.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(JobEntity job, EventType type, Instant at, String text) {
    append(job, job.attempt, job.nodeId, job.step, type, at, text);
  }

  /** Tells of jobs that the transaction made, in one statement. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void appendFirst(List<JobEntity> jobs, EventType type, Instant at, String text) {
    entities.flush();
    entities
        .createNativeQuery(APPEND_FIRST)
        .setParameter("type", type.wireName())
        .setParameter("at", at)
        .setParameter("text", text)
        .setParameter("ids", jobs.stream().map(job -> job.id).toArray(String[]::new))
        .executeUpdate();
    filled.fire(new OutboxFilled());
  }

  /** Tells of an attempt that is no longer the job's newest. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(
      JobEntity job,
      int attempt,
      String nodeId,
      int step,
      EventType type,
      Instant at,
      String text) {
    EventEntity event = new EventEntity();
    event.jobId = job.id;
    event.type = type;
    event.at = at;
    event.attempt = attempt == 0 ? null : attempt;
    event.nodeId = nodeId;
    event.step = step;
    event.text = text;
    event.persist();
    filled.fire(new OutboxFilled());
  }
}
