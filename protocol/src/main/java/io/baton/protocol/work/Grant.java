package io.baton.protocol.work;

import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.Workload;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A job handed to a node under a lease.
 *
 * @param job to train
 * @param attempt the number that every call about the job carries
 * @param leaseExpiresAt on the database's clock, for people; the node counts {@code leaseMillis} on
 *     its own monotonic clock from before it asked
 * @param leaseMillis how long the lease lasts from each renewal, in milliseconds, at least 1
 * @param heartbeatMillis how often to renew it, in milliseconds, at least 1
 * @param spec without the webhook; it says how many steps there are in all and between checkpoints,
 *     also where the job said epochs or auto
 * @param dataset the files to train on
 * @param classImages files of the job's class dataset; empty without one
 * @param attemptPrefix keys that this attempt may write begin with it; it ends in a slash
 * @param resumeFrom committed checkpoints, newest first; empty only if none was ever committed
 */
public record Grant(
    JobId job,
    Attempt attempt,
    Instant leaseExpiresAt,
    long leaseMillis,
    long heartbeatMillis,
    JobSpec spec,
    List<DatasetObject> dataset,
    List<DatasetObject> classImages,
    String attemptPrefix,
    List<ResumePoint> resumeFrom) {
  public Grant {
    Fields.required("job", job);
    Fields.required("attempt", attempt);
    Fields.inRange("leaseMillis", leaseMillis, 1, Long.MAX_VALUE);
    Fields.inRange("heartbeatMillis", heartbeatMillis, 1, leaseMillis);
    Fields.required("spec", spec);
    dataset = Fields.listOrEmpty(dataset);
    classImages = Fields.listOrEmpty(classImages);
    requireDecided(spec.workload());
    resumeFrom = Fields.listOrEmpty(resumeFrom);
  }

  private static void requireDecided(Workload workload) {
    Fields.required("spec.training.maxTrainSteps", workload.fixedSteps().orElse(null));
    Fields.required("checkpointingSteps", workload.checkpointingSteps().steps().orElse(null));
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
