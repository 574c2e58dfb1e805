package io.baton.api.attempt;

import io.baton.api.job.JobEntity;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
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

/** One node's tenure of a job. */
@Entity
@Table(name = "attempt")
public class AttemptEntity extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  @Column(name = "job_id")
  public String jobId;

  public int number;

  @Column(name = "node_id")
  public String nodeId;

  /** The node's pool when it took the job. */
  public String pool;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "ended_at")
  public Instant endedAt;

  public AttemptOutcome outcome;
  public String reason;

  @Column(name = "resumed_from_step")
  public int resumedFromStep;

  /** Current once it ended; until then the job's row knows. */
  @Column(name = "last_step")
  public int lastStep;

  @Column(name = "steps_lost")
  public int stepsLost;

  /** The job's owner had it go back: this is no completion of it any more. */
  public boolean undone;

  /** What the node's hour cost when it started; null: unknown. */
  @Column(name = "price_per_hour")
  public Double pricePerHour;

  /** The speed that it reported last, in optimizer steps; known once it ended. */
  /** {@link io.baton.api.node.WorkClass} of the job; absent without a speed. */
  @Column(name = "work_class")
  public String workClass;

  @Column(name = "steps_per_second")
  public Double stepsPerSecond;

  /** When it was known to have done a step of its own; absent before, or if it did none. */
  @Column(name = "first_step_at")
  public Instant firstStepAt;

  /** Of a failed attempt: what the node said it was. */
  @Column(name = "failure_class")
  public String failureClass;

  @Column(name = "log_tail")
  public String logTail;

  public static Optional<AttemptEntity> find(String jobId, int number) {
    return find("jobId = ?1 and number = ?2", jobId, number).firstResultOptional();
  }

  public static List<AttemptEntity> ofJob(String jobId) {
    return list("jobId = ?1 order by number", jobId);
  }

  /**
   * How the attempt looks in the job's history.
   *
   * @param job knows how far an attempt is that has not ended
   */
  /** Those that have ended and reached a step. */
  public static List<AttemptEntity> reachedBy(String jobId, int step) {
    return list("jobId = ?1 and endedAt is not null and lastStep >= ?2", jobId, step);
  }

  /** The job's owner had it go back to a step, which this attempt reached. */
  public void undo(int step) {
    stepsLost = StepsLost.afterRestart(resumedFromStep, lastStep, stepsLost, step);
    undone = true;
  }

  public AttemptRecord toRecord(JobEntity job) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(nodeId),
        startedAt,
        Optional.ofNullable(endedAt),
        Optional.ofNullable(outcome),
        Optional.ofNullable(reason),
        resumedFromStep,
        outcome == null ? job.step : lastStep,
        outcome == null ? job.atRisk() : Optional.empty(),
        stepsLost,
        Optional.ofNullable(firstStepAt),
        Optional.ofNullable(pricePerHour));
  }
}
