package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.Workload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job handed to a node under a lease.
 *
 * @param job to train
 * @param attempt the number that every call about the job carries
 * @param leaseExpiresAt on the database's clock, for people; the node counts {@code leaseMillis} on
 *     its own monotonic clock from before it asked
 * @param leaseMillis how long the lease lasts from each renewal, in milliseconds, at least 1
 * @param heartbeatMillis how often to renew it, in milliseconds, at least 1
 * @param waitedMillis how long the request had waited in the service when the claim that won the
 *     job began, in milliseconds, 0 to 86,400,000; the lease began no earlier, so the node may
 *     count it from so long after it asked; default 0
 * @param spec without the webhook; it says how many steps there are in all and between checkpoints,
 *     also where the job said epochs or auto
 * @param dataset the files to train on
 * @param classImages files of the job's class dataset; empty without one
 * @param attemptPrefix keys that this attempt may write begin with it; it ends in a slash
 * @param resumeFrom committed checkpoints, newest first; empty only if none was ever committed
 * @param sampledSteps steps whose sample images are stored and need not be drawn again, at most
 *     1,000 entries; default none
 * @param weights the LoRA, in storage, that the images of the spec's validation are to be drawn
 *     with, all of them once; absent: the job trains
 * @param restartedAfter the attempt after which the job's owner had it go back to an earlier
 *     checkpoint: what a node kept of this attempt or of former ones is void; absent: never
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Grant(
    JobId job,
    Attempt attempt,
    Instant leaseExpiresAt,
    long leaseMillis,
    long heartbeatMillis,
    Long waitedMillis,
    JobSpec spec,
    List<DatasetObject> dataset,
    List<DatasetObject> classImages,
    String attemptPrefix,
    List<ResumePoint> resumeFrom,
    List<Integer> sampledSteps,
    Optional<StoredFile> weights,
    Optional<Attempt> restartedAfter) {
  private static final long MAX_WAITED_MILLIS = 86_400_000;

  public Grant {
    Fields.required("job", job);
    Fields.required("attempt", attempt);
    Fields.inRange("leaseMillis", leaseMillis, 1, Long.MAX_VALUE);
    Fields.inRange("heartbeatMillis", heartbeatMillis, 1, leaseMillis);
    waitedMillis = Fields.orDefault(waitedMillis, 0L);
    Fields.inRange("waitedMillis", waitedMillis, 0L, MAX_WAITED_MILLIS);
    Fields.required("spec", spec);
    dataset = Fields.listOrEmpty(dataset);
    classImages = Fields.listOrEmpty(classImages);
    requireDecided(spec.workload());
    resumeFrom = Fields.listOrEmpty(resumeFrom);
    sampledSteps = Fields.listOrEmpty(sampledSteps);
    weights = Fields.orEmpty(weights);
    restartedAfter = Fields.orEmpty(restartedAfter);
  }

  private static void requireDecided(Workload workload) {
    Fields.required("spec.training.maxTrainSteps", workload.fixedSteps().orElse(null));
    Fields.required("checkpointingSteps", workload.checkpointingSteps().steps().orElse(null));
  }

  /** The same for a request that had waited so long when its claim began. */
  public Grant afterWaiting(Duration waited) {
    return new Grant(
        job,
        attempt,
        leaseExpiresAt,
        leaseMillis,
        heartbeatMillis,
        waited.toMillis(),
        spec,
        dataset,
        classImages,
        attemptPrefix,
        resumeFrom,
        sampledSteps,
        weights,
        restartedAfter);
  }

  /** The optimizer steps of the whole job. */
  public int totalSteps() {
    return spec.workload().fixedSteps().orElseThrow();
  }

  /**
   * A file of the dataset and where to get it.
   *
   * @param file its name, size and digest
   * @param url answers a GET for a while, without any credential
   */
  public record DatasetObject(DatasetFile file, URI url) {}

  /**
   * A committed checkpoint.
   *
   * @param step optimizer steps done, at least 1
   * @param manifestKey the manifest's name in storage
   * @param manifestSha256 of the manifest's bytes, 64 hexadecimal digits
   */
  public record ResumePoint(int step, String manifestKey, String manifestSha256) {}
}
