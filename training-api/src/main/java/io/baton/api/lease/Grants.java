package io.baton.api.lease;

import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.config.BatonConfig;
import io.baton.api.dataset.DatasetFileEntity;
import io.baton.api.job.JobEntity;
import io.baton.api.sample.SampleSetEntity;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.training.CheckpointFigures;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.Workload;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What a node gets to know of a job that it claimed. */
@ApplicationScoped
public class Grants {
  private final BatonConfig config;
  private final ObjectStorage storage;
  private final CheckpointFigures figures;

  Grants(BatonConfig config, ObjectStorage storage, CheckpointFigures figures) {
    this.config = config;
    this.storage = storage;
    this.figures = figures;
  }

  /**
   * What a grant is made of.
   *
   * @param spec with everything decided
   * @param files of the dataset
   * @param classFiles of the dataset of class images
   * @param checkpoints newest first
   * @param sampledSteps whose images are stored
   */
  record Contents(
      JobEntity job,
      JobSpec spec,
      List<DatasetFile> files,
      List<DatasetFile> classFiles,
      List<CheckpointEntity> checkpoints,
      List<Integer> sampledSteps) {}

  /** Reads it in the transaction of the claim. */
  Contents read(JobEntity job) {
    return new Contents(
        job,
        decided(job),
        job.sampledJobId == null ? files(new DatasetId(job.datasetId)) : List.of(),
        job.sampledJobId == null
            ? classDataset(job).map(Grants::files).orElse(List.of())
            : List.of(),
        job.lastCheckpointStep == null ? List.of() : CheckpointEntity.keptOf(job.id),
        job.attempt == 1 ? List.of() : SampleSetEntity.stepsOf(job.id));
  }

  /** Signs it when the claim is committed: nobody waits for that with a row locked. */
  Grant sign(Contents contents) {
    JobEntity job = contents.job();
    Attempt attempt = new Attempt(job.attempt);
    return new Grant(
        job.jobId(),
        attempt,
        job.leaseExpiresAt,
        config.lease().duration().toMillis(),
        config.lease().heartbeatOrThird().toMillis(),
        0L,
        contents.spec(),
        signed(new DatasetId(job.datasetId), contents.files()),
        classDataset(job).map(id -> signed(id, contents.classFiles())).orElse(List.of()),
        ObjectKeys.attemptPrefix(job.jobId(), attempt),
        contents.checkpoints().stream()
            .map(c -> new Grant.ResumePoint(c.step, c.manifestKey, c.manifestSha256))
            .toList(),
        contents.sampledSteps(),
        Optional.ofNullable(job.sampledWeights),
        job.restartedAfter());
  }

  private static Optional<DatasetId> classDataset(JobEntity job) {
    return job.spec.workload().classDataset();
  }

  private static List<DatasetFile> files(DatasetId dataset) {
    return DatasetFileEntity.ofDataset(dataset).stream().map(DatasetFileEntity::toRecord).toList();
  }

  /** Whatever the job left open is decided for the attempt. */
  private JobSpec decided(JobEntity job) {
    Workload workload = job.spec.workload();
    int interval = workload.checkpointingSteps().steps().orElseGet(() -> figures.interval(job));
    return job.spec.withoutWebhook().withWorkload(workload.decided(job.totalSteps, interval));
  }

  private List<Grant.DatasetObject> signed(DatasetId dataset, List<DatasetFile> files) {
    return files.stream().map(file -> signed(dataset, file)).toList();
  }

  private Grant.DatasetObject signed(DatasetId dataset, DatasetFile file) {
    String key = ObjectKeys.ofDatasetFile(dataset, file);
    return new Grant.DatasetObject(
        file, storage.sign(AccessMethod.GET, key, config.storage().downloadUrlExpiry()).url());
  }
}
