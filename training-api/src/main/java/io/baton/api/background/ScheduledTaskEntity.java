package io.baton.api.background;

import io.baton.protocol.task.Outcome;
import io.baton.protocol.task.ScheduledTask;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A row of the schedule, for reading; {@link TaskTable} changes it. */
@Entity
@Table(name = "scheduled_task")
public class ScheduledTaskEntity extends PanacheEntityBase {
  private static final String SUCCEEDED = "succeeded";

  @Id public String name;

  @Column(name = "every_millis")
  public long everyMillis;

  @Column(name = "next_at")
  public Instant nextAt;

  public long run;
  public String holder;

  @Column(name = "held_until")
  public Instant heldUntil;

  @Column(name = "started_at")
  public Instant startedAt;

  public long takeovers;

  @Column(name = "last_holder")
  public String lastHolder;

  @Column(name = "last_started_at")
  public Instant lastStartedAt;

  @Column(name = "last_ended_at")
  public Instant lastEndedAt;

  @Column(name = "last_outcome")
  public String lastOutcome;

  @Column(name = "last_problem")
  public String lastProblem;

  ScheduledTask toRecord() {
    return new ScheduledTask(
        name,
        everyMillis,
        nextAt,
        holder == null
            ? Optional.empty()
            : Optional.of(new ScheduledTask.Running(holder, startedAt, heldUntil)),
        lastOutcome == null
            ? Optional.empty()
            : Optional.of(
                new ScheduledTask.Ended(
                    lastHolder,
                    lastStartedAt,
                    Duration.between(lastStartedAt, lastEndedAt).toMillis(),
                    SUCCEEDED.equals(lastOutcome) ? Outcome.SUCCEEDED : Outcome.FAILED,
                    Optional.ofNullable(lastProblem))),
        run,
        takeovers);
  }
}
