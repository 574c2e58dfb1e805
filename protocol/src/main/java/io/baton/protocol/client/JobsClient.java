package io.baton.protocol.client;

import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
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
    return http.post("v1/jobs", spec, Job.class);
  }

  public Job job(JobId id) {
    return http.get("v1/jobs/" + id, Job.class);
  }

  /** Newest first. */
  public JobPage jobs(Optional<JobStatus> status, Optional<String> cursor, int limit) {
    StringBuilder path = new StringBuilder("v1/jobs?limit=").append(limit);
    status.ifPresent(s -> path.append("&status=").append(s.wireName()));
    cursor.ifPresent(
        c -> path.append("&cursor=").append(URLEncoder.encode(c, StandardCharsets.UTF_8)));
    return http.get(path.toString(), JobPage.class);
  }

  /** Ends a job that has not ended; canceling a canceled job changes nothing. */
  public Job cancel(JobId id) {
    return http.post("v1/jobs/" + id + "/cancel", new Empty(), Job.class);
  }

  /** Oldest first. */
  public List<AttemptRecord> attempts(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/attempts", AttemptRecord[].class));
  }

  /** Events after a sequence, oldest first. */
  public JobEventPage events(JobId id, long afterSequence) {
    return http.get("v1/jobs/" + id + "/events?after=" + afterSequence, JobEventPage.class);
  }

  /** Those that storage still keeps, newest first. */
  public List<Checkpoint> checkpoints(JobId id) {
    return List.of(http.get("v1/jobs/" + id + "/checkpoints", Checkpoint[].class));
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
