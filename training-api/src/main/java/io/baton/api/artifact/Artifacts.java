package io.baton.api.artifact;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.DownloadName;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.LoraFormat;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/** Finished LoRAs. */
@ApplicationScoped
public class Artifacts {
  private final Jobs jobs;
  private final ObjectStorage storage;
  private final DatabaseClock clock;
  private final Duration expiry;

  Artifacts(Jobs jobs, ObjectStorage storage, DatabaseClock clock, BatonConfig config) {
    this.jobs = jobs;
    this.storage = storage;
    this.clock = clock;
    this.expiry = config.storage().downloadUrlExpiry();
  }

  /** A LoRA with fresh download addresses. */
  @Transactional
  public Artifact artifact(OwnerScope scope, JobId id) {
    JobEntity job = jobs.require(scope, id);
    List<ArtifactFileEntity> files = ArtifactFileEntity.ofJob(job.id);
    // An extended job has that of its last completion until the next.
    if (files.isEmpty()) {
      throw job.status == JobStatus.COMPLETED
          ? new ProblemException(ErrorCode.NOT_FOUND, "The LoRA of job " + id + " was deleted.")
          : new ProblemException(
              ErrorCode.CONFLICT,
              "Job "
                  + id
                  + " is "
                  + job.status.wireName()
                  + ": it has no LoRA until it completes.");
    }
    return new Artifact(
        new Attempt(files.get(0).attempt),
        files.get(0).step,
        files.stream().map(this::signed).toList());
  }

  private Artifact.ArtifactFile signed(ArtifactFileEntity file) {
    DownloadName name = new DownloadName(file.jobId + "-" + file.name);
    return new Artifact.ArtifactFile(
        file.name,
        LoraFormat.ofName(file.name),
        file.size,
        file.sha256,
        storage.signDownload(file.key, name, expiry).url());
  }

  /** Gives a LoRA up; its objects are deleted soon. Doing so again changes nothing. */
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
    if (ArtifactFileEntity.delete("jobId", job.id) > 0) {
      job.sweepAt = clock.now();
    }
  }
}
