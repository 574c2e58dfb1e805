package io.baton.api.sample;

import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.checkpoint.ManifestEntry;
import io.baton.api.checkpoint.ManifestObjects;
import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.job.Sampler;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.job.training.ValidationPlace;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the jobs that draw the images of jobs which want them drawn separately: one for the first
 * checkpoint at or after each multiple of the steps, and one at the end.
 */
@ApplicationScoped
public class Samplers {
  private static final Logger LOG = Logger.getLogger(Samplers.class);
  private static final String LORA = "pytorch_lora_weights.safetensors";

  private final Jobs jobs;
  private final ManifestObjects manifests;
  private final SampleSets sets;
  private final Outbox outbox;
  private final DatabaseClock clock;

  Samplers(
      Jobs jobs, ManifestObjects manifests, SampleSets sets, Outbox outbox, DatabaseClock clock) {
    this.jobs = jobs;
    this.manifests = manifests;
    this.sets = sets;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A checkpoint was committed. Saying so again makes no other job. */
  public void afterCheckpoint(JobId id, int step) {
    Optional<CheckpointEntity> due =
        QuarkusTransaction.requiringNew().call(() -> checkpointDue(id, step));
    // Storage is asked outside of a transaction.
    Optional<StoredFile> weights = due.flatMap(checkpoint -> weights(id, checkpoint));
    weights.ifPresent(
        lora ->
            QuarkusTransaction.requiringNew()
                .run(
                    () -> {
                      JobEntity job =
                          JobEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
                      if (job.status != JobStatus.CANCELED
                          && isKept(due.get())
                          && isDue(job, step)) {
                        jobs.insertSampler(job, step, due.get().attempt, lora, clock.now());
                      }
                    }));
  }

  private static Optional<CheckpointEntity> checkpointDue(JobId id, int step) {
    JobEntity job = JobEntity.findById(id.value());
    return isDue(job, step)
        ? CheckpointEntity.keptOf(job.id).stream().filter(each -> each.step == step).findFirst()
        : Optional.empty();
  }

  /** Its owner may have had the job go back meanwhile. */
  private static boolean isKept(CheckpointEntity checkpoint) {
    return CheckpointEntity.count("id = ?1 and retiredAt is null", checkpoint.id) == 1;
  }

  private static boolean isDue(JobEntity job, int step) {
    Optional<Integer> every = separate(job).flatMap(ValidationOptions::validationSteps);
    if (every.isEmpty()) {
      return false;
    }
    int multiple = step - step % every.get();
    return multiple > 0
        && JobEntity.count(
                "sampledJobId = ?1 and sampledStep >= ?2 and sampledStep <= ?3"
                    + " and not sampledUndone",
                job.id,
                multiple,
                step)
            == 0;
  }

  private static Optional<ValidationOptions> separate(JobEntity job) {
    return job.sampledJobId != null
        ? Optional.empty()
        : job.spec
            .training()
            .flatMap(TrainingOptions::validation)
            .filter(validation -> validation.where() == ValidationPlace.SEPARATE);
  }

  /** A manifest is a node's word: a LoRA that it names outside of the job is not given away. */
  private Optional<StoredFile> weights(JobId id, CheckpointEntity checkpoint) {
    try {
      for (ManifestEntry entry : manifests.entries(checkpoint)) {
        if (entry.path().equals(LORA)
            && entry.key().startsWith(ObjectKeys.jobPrefix(id))
            && ObjectKeys.isPlain(entry.key())) {
          return Optional.of(new StoredFile(LORA, entry.key(), entry.size(), entry.sha256()));
        }
      }
    } catch (ProblemException | InvalidFieldException damaged) {
      LOG.warnf("checkpoint %d of %s: %s", checkpoint.step, id, damaged.getMessage());
      return Optional.empty();
    }
    LOG.warnf("checkpoint %d of %s has no %s: no samples are drawn", checkpoint.step, id, LORA);
    return Optional.empty();
  }

  /** A job completed; the caller has locked its row. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void afterCompletion(JobEntity job, int step, List<StoredFile> artifact, Instant now) {
    if (separate(job).isEmpty()
        || JobEntity.count(
                "sampledJobId = ?1 and sampledStep = ?2 and not sampledUndone", job.id, step)
            > 0) {
      return;
    }
    artifact.stream()
        .filter(file -> file.name().equals(LORA))
        .findFirst()
        .ifPresent(lora -> jobs.insertSampler(job, step, job.attempt, lora, now));
  }

  /** Its owner had a job go back to a step; the caller has locked its row. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void afterRestart(JobEntity job, int step, Instant now) {
    for (JobEntity sampler : JobEntity.samplersAfter(job.id, step)) {
      jobs.cancelSampler(sampler, "Job " + job.id + ", whose images it draws, was restarted.", now);
      sampler.sampledUndone = true;
    }
    sets.deleteAfter(job, step, now);
  }

  /** A sampler completed; the caller has locked the sampled job's row, then the sampler's. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void drawn(JobEntity sampled, JobEntity sampler, List<StoredFile> images, Instant now) {
    sets.record(
        sampled,
        SampleSets.Drawn.of(
                sampled.spec.training().orElseThrow(),
                sampler.sampledStep,
                sampler.sampledAttempt,
                images)
            .by(sampler.id),
        now);
    Sampler.freeWeights(sampler, now);
  }

  /**
   * A sampler's attempt ended without images, maybe for good; the caller has locked both rows, the
   * sampled one first.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void failed(JobEntity sampled, JobEntity sampler, Instant now) {
    if (sampler.status != JobStatus.FAILED) {
      return;
    }
    outbox.append(
        sampled,
        sampled.attempt,
        sampled.nodeId,
        sampler.sampledStep,
        EventType.SAMPLES_FAILED,
        now,
        "The sample images of step "
            + sampler.sampledStep
            + " could not be drawn: "
            + sampler.reason);
    Sampler.freeWeights(sampler, now);
  }
}
