package io.baton.protocol.client;

import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.storage.PartRequest;
import io.baton.protocol.storage.SignedParts;
import io.baton.protocol.storage.SignedUrls;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import io.baton.protocol.work.Release;
import io.baton.protocol.work.WorkRequest;
import java.util.Optional;

/**
 * What nodes do. Calls about a job carry the attempt; a stale one gets a {@link RefusedException}
 * with {@code lease-lost} and changes nothing. Every call throws {@link ApiException}.
 */
public final class WorkClient {
  private final HttpJson http;

  public WorkClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  /** Empty when there is nothing to do. */
  public Optional<Grant> claim(WorkRequest request) {
    return http.postForOptional("v1/work", request, Grant.class);
  }

  public HeartbeatAnswer heartbeat(JobId job, Attempt attempt, Heartbeat heartbeat) {
    return http.post(path(job, attempt, "heartbeat"), heartbeat, HeartbeatAnswer.class);
  }

  /** Leave to read objects of the job and to write below the attempt's prefix. */
  public SignedUrls access(JobId job, Attempt attempt, AccessRequest request) {
    return http.post(path(job, attempt, "access"), request, SignedUrls.class);
  }

  /** Starts to upload a large object in parts, below the attempt's prefix. */
  public Upload startUpload(JobId job, Attempt attempt, UploadStart start) {
    return http.post(path(job, attempt, "uploads"), start, Upload.class);
  }

  /** Leave to PUT parts; the ETags of the answers go into the completion. */
  public SignedParts signParts(JobId job, Attempt attempt, Upload upload, PartRequest request) {
    return http.post(
        path(job, attempt, "uploads/" + upload.id() + "/parts"), request, SignedParts.class);
  }

  /** Makes the parts one object; completing again changes nothing. */
  public void completeUpload(
      JobId job, Attempt attempt, Upload upload, UploadCompletion completion) {
    http.post(path(job, attempt, "uploads/" + upload.id() + "/complete"), completion);
  }

  /** Frees what storage has of an upload that is not completed. */
  public void abortUpload(JobId job, Attempt attempt, Upload upload) {
    http.delete(path(job, attempt, "uploads/" + upload.id()));
  }

  /** Committing the same manifest again changes nothing. */
  public Checkpoint commit(JobId job, Attempt attempt, CheckpointCommit commit) {
    return http.post(path(job, attempt, "checkpoints"), commit, Checkpoint.class);
  }

  /** Records images that are in storage; doing so again changes nothing. */
  public void samples(JobId job, Attempt attempt, SampleCommit commit) {
    http.post(path(job, attempt, "samples"), commit);
  }

  /** Sending a batch again changes nothing. */
  public void metrics(JobId job, Attempt attempt, MetricBatch batch) {
    http.post(path(job, attempt, "metrics"), batch);
  }

  /** Sending lines again changes nothing. */
  public void logs(JobId job, Attempt attempt, LogLines lines) {
    http.post(path(job, attempt, "logs"), lines);
  }

  /** Completing again under the same attempt changes nothing. */
  public void complete(JobId job, Attempt attempt, Completion completion) {
    http.post(path(job, attempt, "complete"), completion);
  }

  public void fail(JobId job, Attempt attempt, Failure failure) {
    http.post(path(job, attempt, "fail"), failure);
  }

  public void release(JobId job, Attempt attempt, Release release) {
    http.post(path(job, attempt, "release"), release);
  }

  private static String path(JobId job, Attempt attempt, String verb) {
    return "v1/jobs/" + job + "/attempts/" + attempt + "/" + verb;
  }
}
