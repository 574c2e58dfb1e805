package io.baton.protocol.client;

import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobPriority;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.SubmittedJobs;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.label.Labels;
import io.baton.protocol.log.JobLog;
import io.baton.protocol.metric.JobMetrics;
import io.baton.protocol.webhook.WebhookDelivery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What users do with jobs. Every call throws {@link ApiException}. */
public final class JobsClient {
  private final HttpJson http;

  public JobsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  public Job submit(JobSpec spec) {
    return submit(spec, IdempotencyKey.random());
  }

  /** Sent again under the same key, the job is not submitted again. */
  public Job submit(JobSpec spec, IdempotencyKey key) {
    return http.post("v1/jobs", spec, key, Job.class);
  }

  /** What a job would take; it is checked as its submission would, and not submitted. */
  public JobEstimate estimate(JobSpec spec) {
    return estimate(spec, Optional.empty());
  }

  /**
   * What a job would take whose images are not uploaded yet.
   *
   * @param images how many it will have, in place of its dataset; absent: its dataset is there
   */
  public JobEstimate estimate(JobSpec spec, Optional<Integer> images) {
    String number = images.map(n -> "&images=" + n).orElse("");
    return http.post("v1/jobs?dryRun=true" + number, spec, JobEstimate.class);
  }

  /** All of them or none, in this order; a refusal has an error for each item. */
  public SubmittedJobs submit(JobBatch batch, IdempotencyKey key) {
    return http.post("v1/jobs/batch", batch, key, SubmittedJobs.class);
  }

  public Job job(JobId id) {
    return http.get("v1/jobs/" + id, Job.class);
  }

  /** Newest first. */
  public JobPage jobs(JobFilter filter, Optional<String> cursor, int limit) {
    String from =
        cursor.map(c -> "&cursor=" + URLEncoder.encode(c, StandardCharsets.UTF_8)).orElse("");
    return http.get("v1/jobs?limit=" + limit + from + JobFilterQuery.of(filter), JobPage.class);
  }

  /** How many jobs fit a filter, by status. */
  public JobCounts counts(JobFilter filter) {
    return http.get("v1/jobs/counts?" + JobFilterQuery.of(filter), JobCounts.class);
  }

  /** Ends a job that has not ended; canceling a canceled job changes nothing. */
  public Job cancel(JobId id) {
    return http.post("v1/jobs/" + id + "/cancel", new Empty(), Job.class);
  }

  /** Lets a failed or canceled job go on from its last checkpoint; its budgets start anew. */
  public Job retry(JobId id, IdempotencyKey key) {
    return http.post("v1/jobs/" + id + "/retry", new Empty(), key, Job.class);
  }

  /** Gives a job more steps; a completed one goes on from its last checkpoint. */
  public Job extend(JobId id, JobExtension extension, IdempotencyKey key) {
    return http.post("v1/jobs/" + id + "/extend", extension, key, Job.class);
  }

  /** Has a job that does not run go on from a checkpoint that is kept; newer ones are given up. */
  public Job restart(JobId id, JobRestart restart, IdempotencyKey key) {
    return http.post("v1/jobs/" + id + "/restart", restart, key, Job.class);
  }

  public Job setPriority(JobId id, JobPriority priority) {
    return http.put("v1/jobs/" + id + "/priority", priority, Job.class);
  }

  /** Replaces all labels. */
  public Job setLabels(JobId id, Labels labels) {
    return http.put("v1/jobs/" + id + "/labels", labels, Job.class);
  }

  /** Oldest first. */
  public List<AttemptRecord> attempts(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/attempts", AttemptRecord[].class));
  }

  /** When the nodes of its attempts were heard of, a choice spread over the time of each. */
  public List<AttemptPulse> heartbeats(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/heartbeats", AttemptPulse[].class));
  }

  /** Events after a sequence, oldest first. */
  public JobEventPage events(JobId id, long afterSequence) {
    return http.get("v1/jobs/" + id + "/events?after=" + afterSequence, JobEventPage.class);
  }

  /**
   * What was measured while the job trained, all series of it.
   *
   * @param sinceStep only points after this step
   * @param maxPoints most points of a series, 4 to 10,000
   */
  public JobMetrics metrics(JobId id, int sinceStep, int maxPoints) {
    return http.get(
        "v1/jobs/" + id + "/metrics?sinceStep=" + sinceStep + "&maxPoints=" + maxPoints,
        JobMetrics.class);
  }

  /**
   * The end of what the trainer of an attempt printed.
   *
   * @param attempt absent: the newest that has printed something
   * @param lines most lines, 1 to 10,000
   */
  public JobLog log(JobId id, Optional<Attempt> attempt, int lines) {
    String whose = attempt.map(number -> "&attempt=" + number).orElse("");
    return http.get("v1/jobs/" + id + "/logs?tail=" + lines + whose, JobLog.class);
  }

  /** Those that storage still keeps, newest first. */
  public List<Checkpoint> checkpoints(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/checkpoints", Checkpoint[].class));
  }

  /** A checkpoint's files, with fresh download addresses. */
  public CheckpointFiles checkpoint(JobId id, int step) {
    return http.get("v1/jobs/" + id + "/checkpoints/" + step, CheckpointFiles.class);
  }

  /**
   * Sample images by step, with fresh download addresses.
   *
   * @param afterStep only sets of larger steps
   */
  public SamplePage samples(JobId id, int afterStep) {
    return http.get("v1/jobs/" + id + "/samples?after=" + afterStep, SamplePage.class);
  }

  /** Refused while the job has not ended; deleting again changes nothing. */
  public void deleteSamples(JobId id) {
    http.delete("v1/jobs/" + id + "/samples");
  }

  /** Refused for the newest checkpoint of a job that has not ended. */
  public void deleteCheckpoint(JobId id, int step) {
    http.delete("v1/jobs/" + id + "/checkpoints/" + step);
  }

  /** Refused while the job has not ended; deleting again changes nothing. */
  public void deleteArtifact(JobId id) {
    http.delete("v1/jobs/" + id + "/artifact");
  }

  /** Oldest first. */
  public List<WebhookDelivery> webhookDeliveries(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/webhook-deliveries", WebhookDelivery[].class));
  }

  /** The finished LoRA, with fresh download addresses; refused until the job has completed. */
  public Artifact artifact(JobId id) {
    return http.get("v1/jobs/" + id + "/artifact", Artifact.class);
  }

  private record Empty() {}
}
