package io.baton.api.job;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.artifact.Artifacts;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.webhook.WebhookDelivery;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What users do with jobs. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobResource {
  private static final int MAX_LIMIT = 200;

  private final Jobs jobs;
  private final JobHistory history;
  private final Artifacts artifacts;
  private final CurrentCaller caller;

  JobResource(Jobs jobs, JobHistory history, Artifacts artifacts, CurrentCaller caller) {
    this.jobs = jobs;
    this.history = history;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Submit a job")
  @APIResponseSchema(value = Job.class, responseCode = "201", responseDescription = "Submitted")
  public RestResponse<Job> submit(JobSpec spec) {
    Job job = jobs.submit(caller.get().owner(), Body.required(spec));
    return RestResponse.ResponseBuilder.<Job>created(URI.create("/v1/jobs/" + job.id()))
        .entity(job)
        .build();
  }

  @GET
  @Operation(summary = "List jobs, newest first")
  public JobPage list(
      @Parameter(description = "Only jobs in this status") @QueryParam("status") String status,
      @Parameter(description = "nextCursor of the page before; default: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Jobs a page, 1 to 200; default 50")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    return jobs.page(
        caller.get().scope(),
        QueryParameters.oneOf("status", status, JobStatus.values(), JobStatus::wireName),
        Optional.ofNullable(cursor).map(JobCursor::parse),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  @GET
  @Path("/{job}")
  @Operation(summary = "Get a job")
  public Job job(@PathParam("job") JobId id) {
    return history.job(caller.get().scope(), id);
  }

  @POST
  @Path("/{job}/cancel")
  @Operation(summary = "Cancel a job that has not ended")
  @APIResponse(responseCode = "200", description = "Canceled, now or before")
  public Job cancel(@PathParam("job") JobId id) {
    jobs.cancel(caller.get().scope(), id);
    return history.job(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/attempts")
  @Operation(summary = "List a job's attempts, oldest first")
  public List<AttemptRecord> attempts(@PathParam("job") JobId id) {
    return history.attempts(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/checkpoints")
  @Operation(summary = "List the checkpoints that storage keeps, newest first")
  public List<Checkpoint> checkpoints(@PathParam("job") JobId id) {
    return history.checkpoints(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/webhook-deliveries")
  @Operation(summary = "List the webhook deliveries of a job, oldest first")
  public List<WebhookDelivery> webhookDeliveries(@PathParam("job") JobId id) {
    return history.webhookDeliveries(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/artifact")
  @Operation(summary = "Get the finished LoRA with download addresses")
  public Artifact artifact(@PathParam("job") JobId id) {
    return artifacts.artifact(caller.get().scope(), id);
  }
}
