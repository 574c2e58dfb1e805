package io.baton.api.sample;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.event.Outbox;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.DownloadName;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.sample.SampleImage;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sample images of jobs. */
@ApplicationScoped
public class SampleSets {
  private final Jobs jobs;
  private final UndrawnSteps undrawn;
  private final ObjectStorage storage;
  private final Outbox outbox;
  private final DatabaseClock clock;
  private final Duration expiry;

  SampleSets(
      Jobs jobs,
      UndrawnSteps undrawn,
      ObjectStorage storage,
      Outbox outbox,
      DatabaseClock clock,
      BatonConfig config) {
    this.jobs = jobs;
    this.undrawn = undrawn;
    this.storage = storage;
    this.outbox = outbox;
    this.clock = clock;
    this.expiry = config.storage().downloadUrlExpiry();
  }

  /** Sets of larger steps with fresh download addresses, by step. */
  @Transactional
  public SamplePage page(OwnerScope scope, JobId id, int afterStep, int limit) {
    jobs.require(scope, id);
    List<SampleSetEntity> found = SampleSetEntity.after(id.value(), afterStep, limit + 1);
    List<SampleSetEntity> shown = found.subList(0, Math.min(limit, found.size()));
    Optional<Integer> next =
        found.size() > limit ? Optional.of(shown.get(limit - 1).step) : Optional.empty();
    return new SamplePage(
        shown.stream().map(this::signed).toList(),
        (int) SampleSetEntity.count("jobId", id.value()),
        next,
        undrawn.between(id, afterStep, next.orElse(Integer.MAX_VALUE)));
  }

  private SampleSet signed(SampleSetEntity set) {
    return new SampleSet(
        set.step,
        new Attempt(set.attempt),
        set.prompt,
        set.seed,
        set.inferenceSteps,
        set.committedAt,
        Optional.ofNullable(set.samplerId).map(JobId::new),
        set.images.stream().map(image -> signed(set, image)).toList());
  }

  private SampleImage signed(SampleSetEntity set, StoredFile image) {
    DownloadName name = new DownloadName(set.jobId + "-step-" + set.step + "-" + image.name());
    return new SampleImage(
        image.name(),
        image.size(),
        image.sha256(),
        storage.signDownload(image.key(), name, expiry).url());
  }

  /**
   * What was drawn.
   *
   * @param sampler the job that drew it, where that is another
   * @param attempt whose LoRA it shows
   */
  record Drawn(
      Optional<String> sampler,
      int step,
      int attempt,
      String prompt,
      long seed,
      int inferenceSteps,
      List<StoredFile> images) {

    /** What an attempt drew of what its job asked for. */
    static Drawn of(TrainingOptions training, int step, int attempt, List<StoredFile> images) {
      ValidationOptions asked = training.validation().orElseThrow();
      return new Drawn(
          Optional.empty(),
          step,
          attempt,
          asked.validationPrompt(),
          asked.seed().or(training::seed).orElse(0L),
          asked.validationInferenceSteps(),
          images);
    }

    /** The same, drawn by another job. */
    Drawn by(String job) {
      return new Drawn(Optional.of(job), step, attempt, prompt, seed, inferenceSteps, images);
    }
  }

  /** Records a set, unless the same is there; the caller has locked the job's row. */
  @Transactional(Transactional.TxType.MANDATORY)
  void record(JobEntity job, Drawn drawn, Instant now) {
    Optional<SampleSetEntity> known = SampleSetEntity.find(job.id, drawn.step());
    if (known.filter(set -> contents(set.images).equals(contents(drawn.images()))).isPresent()) {
      return;
    }
    SampleSetEntity set = known.orElseGet(SampleSetEntity::new);
    set.jobId = job.id;
    set.step = drawn.step();
    set.attempt = drawn.attempt();
    set.samplerId = drawn.sampler().orElse(null);
    set.prompt = drawn.prompt();
    set.seed = drawn.seed();
    set.inferenceSteps = drawn.inferenceSteps();
    set.images = drawn.images();
    set.committedAt = now;
    set.persist();
    outbox.append(
        job,
        job.attempt,
        job.nodeId,
        drawn.step(),
        EventType.SAMPLES,
        now,
        "%d sample %s of step %d stored."
            .formatted(
                drawn.images().size(),
                drawn.images().size() == 1 ? "image" : "images",
                drawn.step()));
  }

  private static List<String> contents(List<StoredFile> images) {
    return images.stream().map(image -> image.name() + " " + image.sha256()).toList();
  }

  /** Gives all images of a job up; their objects are deleted soon. Again it changes nothing. */
  @Transactional
  public void delete(OwnerScope scope, JobId id) {
    JobEntity job = JobEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (job == null || !scope.covers(job.owner)) {
      throw Jobs.noSuch(id);
    }
    if (!job.status.ended()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Job " + id + " is " + job.status.wireName() + ": cancel it or wait for its end first.");
    }
    deleteAfter(job, 0, clock.now());
  }

  /** Gives the images of later steps up; the caller has locked the job's row. */
  @Transactional(Transactional.TxType.MANDATORY)
  void deleteAfter(JobEntity job, int step, Instant now) {
    for (SampleSetEntity set :
        SampleSetEntity.<SampleSetEntity>list("jobId = ?1 and step > ?2", job.id, step)) {
      if (set.samplerId != null) {
        JobEntity.update("sweepAt = ?1 where id = ?2", now, set.samplerId);
      }
      set.delete();
      job.sweepAt = now;
    }
  }
}
