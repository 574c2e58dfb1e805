package io.baton.api.job;

import io.baton.api.node.NodeEntity;
import io.baton.api.persistence.JsonColumns;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.Labels;
import io.baton.protocol.work.AtRisk;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;

/** A row of the queue. What each column means stands beside it in the migration. */
@Entity
@Table(name = "job")
public class JobEntity extends PanacheEntityBase {
  @Id public String id;

  @Column(insertable = false, updatable = false)
  public long sequence;

  /** Changed by {@link Transition} only. */
  public JobStatus status;

  /** Records do not change: Hibernate need not copy them to see whether they did. */
  @Convert(converter = JobSpecColumn.class)
  @Mutability(Immutability.class)
  public JobSpec spec;

  @Column(name = "dataset_id", updatable = false)
  public String datasetId;

  /** Images of its class, for prior preservation. */
  @Column(name = "class_dataset_id", updatable = false)
  public String classDatasetId;

  @Column(name = "total_steps")
  public int totalSteps;

  public int priority;

  @Column(name = "max_failures")
  public int maxFailures;

  @Column(name = "max_interruptions")
  public int maxInterruptions;

  @Column(name = "keep_checkpoints")
  public int keepCheckpoints;

  @Column(name = "webhook_url")
  public String webhookUrl;

  /** Whose it is, an {@link io.baton.protocol.access.OwnerName}. */
  public String owner;

  @JdbcTypeCode(SqlTypes.JSON)
  @Mutability(Immutability.class)
  public Labels labels;

  @Column(name = "base_model")
  public String baseModel;

  @JdbcTypeCode(SqlTypes.JSON)
  @Mutability(Immutability.class)
  public List<String> gpus;

  @Column(name = "min_gpu_memory")
  public Long minGpuMemory;

  @JdbcTypeCode(SqlTypes.JSON)
  @Mutability(Immutability.class)
  @Column(name = "node_labels")
  public Labels nodeLabels;

  @Column(name = "max_runtime_seconds")
  public Long maxRuntimeSeconds;

  @Column(name = "max_cost")
  public Double maxCost;

  /** The pool of the newest attempt's node. */
  @Column(name = "node_pool")
  public String nodePool;

  public int attempt;

  /** When the newest attempt took the job. */
  @Column(name = "attempt_started_at")
  public Instant attemptStartedAt;

  /** What an hour of the newest attempt's node costs; null: unknown. */
  @Column(name = "attempt_price")
  public Double attemptPrice;

  /** What attempts that have ended used; {@link io.baton.api.budget.JobSpending} reads it. */
  @Column(name = "spent_seconds")
  public double spentSeconds;

  @Column(name = "spent_cost")
  public double spentCost;

  @Column(name = "unpriced_seconds")
  public double unpricedSeconds;

  @Column(name = "excused_seconds")
  public double excusedSeconds;

  @Column(name = "excused_cost")
  public double excusedCost;

  /** The node of the newest attempt, {@link NodeEntity#id}. */
  @Column(name = "node_id")
  public String nodeId;

  @Column(name = "lease_expires_at")
  public Instant leaseExpiresAt;

  public int step;

  @Convert(converter = PhaseColumn.class)
  public io.baton.protocol.work.Phase phase;

  /** Says nothing while there is no phase. */
  @Column(name = "phase_since")
  public Instant phaseSince;

  public Double loss;

  @Column(name = "steps_per_second")
  public Double stepsPerSecond;

  /** What would be lost with the node that trains; null while nobody trains. */
  @Column(name = "steps_at_risk")
  public Integer stepsAtRisk;

  @Column(name = "seconds_at_risk")
  public Double secondsAtRisk;

  /** Attempts up to this one do not count for the budgets; 0 when all do. */
  @Column(name = "counted_after_attempt")
  public int countedAfterAttempt;

  /** Attempts up to this one came before its owner restarted the job; 0 when none did. */
  @Column(name = "restarted_after_attempt")
  public int restartedAfterAttempt;

  /** The steps that the newest attempt was told; absent before the first. */
  @Column(name = "granted_steps")
  public Integer grantedSteps;

  /** The newest committed step; absent before the first. */
  @Column(name = "last_checkpoint_step")
  public Integer lastCheckpointStep;

  public int failures;
  public int interruptions;
  public String reason;

  @Column(name = "created_at", updatable = false)
  public Instant createdAt;

  @Column(name = "updated_at")
  public Instant updatedAt;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "ended_at")
  public Instant endedAt;

  @Column(name = "sweep_at")
  public Instant sweepAt;

  /** The job whose sample images this one draws; null: it trains. */
  @Column(name = "sampled_job_id", updatable = false)
  public String sampledJobId;

  @Column(name = "sampled_step", updatable = false)
  public Integer sampledStep;

  /** Whose LoRA the images show. */
  @Column(name = "sampled_attempt", updatable = false)
  public Integer sampledAttempt;

  /** The LoRA. */
  @Convert(converter = JsonColumns.OfStoredFile.class)
  @Mutability(Immutability.class)
  @Column(name = "sampled_weights", updatable = false)
  public StoredFile sampledWeights;

  /** The sampled job went back behind the step, which will be drawn anew. */
  @Column(name = "sampled_undone")
  public boolean sampledUndone;

  /** Jobs that draw the images of a job and have not ended. */
  public static List<JobEntity> samplersOf(String jobId) {
    return list("sampledJobId = ?1 and endedAt is null order by sampledStep", jobId);
  }

  /** Jobs that draw, or drew, images of a job after a step, and were not undone. */
  public static List<JobEntity> samplersAfter(String jobId, int step) {
    return list(
        "sampledJobId = ?1 and sampledStep > ?2 and not sampledUndone order by sampledStep",
        jobId,
        step);
  }

  /** Jobs that were to draw the images of a job and ended without. */
  public static List<JobEntity> undrawnOf(String jobId) {
    return list(
        "sampledJobId = ?1 and endedAt is not null and status <> ?2 and not sampledUndone",
        jobId,
        JobStatus.COMPLETED);
  }

  public Optional<AtRisk> atRisk() {
    return stepsAtRisk == null || secondsAtRisk == null
        ? Optional.empty()
        : Optional.of(new AtRisk(stepsAtRisk, secondsAtRisk));
  }

  public JobId jobId() {
    return new JobId(id);
  }

  /** The steps after which the newest attempt is done. */
  public int stepsOfAttempt() {
    return grantedSteps == null ? totalSteps : grantedSteps;
  }

  /** Whether the job was given more steps than its newest attempt was told. */
  public boolean extendedSinceGrant() {
    return stepsOfAttempt() < totalSteps;
  }

  /** Where an attempt that starts now goes on from, 0 for the beginning. */
  public int resumeStep() {
    return lastCheckpointStep == null ? 0 : lastCheckpointStep;
  }

  /** The newest attempt before its owner restarted the job. */
  public Optional<Attempt> restartedAfter() {
    return restartedAfterAttempt == 0
        ? Optional.empty()
        : Optional.of(new Attempt(restartedAfterAttempt));
  }

  public Optional<Attempt> newestAttempt() {
    return attempt == 0 ? Optional.empty() : Optional.of(new Attempt(attempt));
  }
}
