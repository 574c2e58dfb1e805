package io.baton.api.artifact;

import io.baton.api.access.OwnerScope;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/** Finished LoRAs. */
@ApplicationScoped
public class Artifacts {
  private final Jobs jobs;
  private final ObjectStorage storage;
  private final Duration expiry;

  Artifacts(Jobs jobs, ObjectStorage storage, BatonConfig config) {
    this.jobs = jobs;
    this.storage = storage;
    this.expiry = config.storage().downloadUrlExpiry();
  }

  @Transactional
  public Artifact artifact(OwnerScope scope, JobId id) {
    JobEntity job = jobs.require(scope, id);
    List<ArtifactFileEntity> files = ArtifactFileEntity.ofJob(job.id);
    // An extended job has that of its last completion until the next.
    if (files.isEmpty()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Job " + id + " is " + job.status.wireName() + ": it has no LoRA until it completes.");
    }
    return new Artifact(
        new Attempt(files.get(0).attempt),
        files.get(0).step,
        files.stream().map(this::signed).toList());
  }

  private Artifact.ArtifactFile signed(ArtifactFileEntity file) {
    return new Artifact.ArtifactFile(
        file.name, file.size, file.sha256, storage.sign(AccessMethod.GET, file.key, expiry).url());
  }
}
