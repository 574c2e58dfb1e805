package io.baton.api.event;

import io.baton.api.job.JobEntity;
import io.baton.protocol.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Where events are written, in the transaction of the change that they tell of. */
@ApplicationScoped
public class Outbox {
  private final Event<OutboxFilled> filled;

  Outbox(Event<OutboxFilled> filled) {
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
