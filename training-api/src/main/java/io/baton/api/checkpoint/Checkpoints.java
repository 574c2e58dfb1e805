package io.baton.api.checkpoint;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.DownloadName;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.job.JobId;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What users do with checkpoints. */
@ApplicationScoped
public class Checkpoints {
  private final Jobs jobs;
  private final ManifestObjects manifests;
  private final ObjectStorage storage;
  private final DatabaseClock clock;
  private final Duration expiry;

  Checkpoints(
      Jobs jobs,
      ManifestObjects manifests,
      ObjectStorage storage,
      DatabaseClock clock,
      BatonConfig config) {
    this.jobs = jobs;
    this.manifests = manifests;
    this.storage = storage;
    this.clock = clock;
    this.expiry = config.storage().downloadUrlExpiry();
  }

  /** Those that storage keeps, newest first. */
  @Transactional
  public List<Checkpoint> list(OwnerScope scope, JobId id) {
    jobs.require(scope, id);
    return CheckpointEntity.keptOf(id.value()).stream().map(CheckpointEntity::toRecord).toList();
  }

  /** A checkpoint's files with fresh download addresses. */
  public CheckpointFiles files(OwnerScope scope, JobId id, int step) {
    CheckpointEntity checkpoint =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  jobs.require(scope, id);
                  return atStep(id, CheckpointEntity.keptOf(id.value()), step).get(0);
                });
    // Storage is asked outside of the transaction. Its manifest is a node's word: what it names
    // outside of the job is nobody's to read.
    String own = ObjectKeys.jobPrefix(id);
    List<CheckpointFiles.CheckpointFile> files =
        manifests.entries(checkpoint).stream()
            .filter(entry -> entry.key().startsWith(own) && ObjectKeys.isPlain(entry.key()))
            .map(entry -> signed(id, step, entry))
            .toList();
    return new CheckpointFiles(checkpoint.toRecord(), files);
  }

  private CheckpointFiles.CheckpointFile signed(JobId job, int step, ManifestEntry entry) {
    DownloadName name = new DownloadName(job + "-step-" + step + "-" + entry.path());
    return new CheckpointFiles.CheckpointFile(
        entry.path(),
        entry.size(),
        entry.sha256(),
        storage.signDownload(entry.key(), name, expiry).url());
  }

  /** Gives a checkpoint up; its objects are deleted soon. */
  @Transactional
  public void delete(OwnerScope scope, JobId id, int step) {
    JobEntity job = JobEntity.findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (job == null || !scope.covers(job.owner)) {
      throw Jobs.noSuch(id);
    }
    List<CheckpointEntity> kept = CheckpointEntity.keptOf(job.id);
    List<CheckpointEntity> unwanted = atStep(id, kept, step);
    if (!job.status.ended() && kept.get(0).step == step) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Checkpoint "
              + step
              + " is the newest of job "
              + id
              + ", which has not ended and goes on from it.");
    }
    Instant now = clock.now();
    unwanted.forEach(checkpoint -> checkpoint.retiredAt = now);
    job.sweepAt = now;
  }

  private static List<CheckpointEntity> atStep(JobId job, List<CheckpointEntity> kept, int step) {
    List<CheckpointEntity> found =
        kept.stream().filter(checkpoint -> checkpoint.step == step).toList();
    if (found.isEmpty()) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "Storage keeps no checkpoint " + step + " of job " + job + ".");
    }
    return found;
  }
}
