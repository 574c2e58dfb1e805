package io.baton.api.lease;

import io.baton.api.checkpoint.CheckpointEntity;
import io.baton.api.config.BatonConfig;
import io.baton.api.dataset.DatasetFileEntity;
import io.baton.api.job.JobEntity;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.training.CheckpointFigures;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Grant;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
   * What stands in the database.
   *
   * @param spec with everything decided
   * @param files of the dataset
   * @param classFiles of the dataset of class images
   * @param checkpoints newest first
   */
  private record Contents(
      JobSpec spec,
      List<DatasetFile> files,
      List<DatasetFile> classFiles,
      List<CheckpointEntity> checkpoints) {}

  Grant of(JobEntity job) {
    DatasetId dataset = new DatasetId(job.datasetId);
    Optional<DatasetId> classDataset =
        job.spec.training().prior().flatMap(PriorOptions::classDatasetId);
    Contents contents =
        QuarkusTransaction.requiringNew().call(() -> read(job, dataset, classDataset));
    // Signing takes time; no transaction waits for it.
    Attempt attempt = new Attempt(job.attempt);
    return new Grant(
        job.jobId(),
        attempt,
        job.leaseExpiresAt,
        config.lease().duration().toMillis(),
        config.lease().heartbeatOrThird().toMillis(),
        contents.spec(),
        signed(dataset, contents.files()),
        classDataset.map(id -> signed(id, contents.classFiles())).orElse(List.of()),
        ObjectKeys.attemptPrefix(job.jobId(), attempt),
        contents.checkpoints().stream()
            .map(c -> new Grant.ResumePoint(c.step, c.manifestKey, c.manifestSha256))
            .toList());
  }

  private Contents read(JobEntity job, DatasetId dataset, Optional<DatasetId> classDataset) {
    return new Contents(
        decided(job),
        files(dataset),
        classDataset.map(Grants::files).orElse(List.of()),
        job.lastCheckpointStep == null ? List.of() : CheckpointEntity.keptOf(job.id));
  }

  private static List<DatasetFile> files(DatasetId dataset) {
    return DatasetFileEntity.ofDataset(dataset).stream().map(DatasetFileEntity::toRecord).toList();
  }

  /** Whatever the job left open is decided for the attempt. */
  private JobSpec decided(JobEntity job) {
    TrainingOptions training = job.spec.training();
    int interval = training.checkpointingSteps().steps().orElseGet(() -> figures.interval(job));
    return job.spec.withoutWebhook().withTraining(training.decided(job.totalSteps, interval));
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
