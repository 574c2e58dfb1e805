package io.baton.api.job;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.webhook.WebhookDelivery;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What users see of jobs. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobResource {
  private static final int MAX_LIMIT = 200;

  private final JobList list;
  private final JobHistory history;
  private final CurrentCaller caller;

  JobResource(JobList list, JobHistory history, CurrentCaller caller) {
    this.list = list;
    this.history = history;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List jobs, newest first")
  public JobPage list(
      @BeanParam JobFilterParameters chosen,
      @Parameter(description = "nextCursor of the page before; default: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Jobs a page, 1 to 200; default 50")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    return list.page(
        caller.get().scope(),
        chosen.filter(),
        Optional.ofNullable(cursor).map(JobCursor::parse),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  @GET
  @Path("/counts")
  @Operation(summary = "Count jobs by status")
  public JobCounts counts(@BeanParam JobFilterParameters chosen) {
    return list.counts(caller.get().scope(), chosen.filter());
  }

  @GET
  @Path("/{job}")
  @Operation(summary = "Get a job")
  public Job job(@PathParam("job") JobId id) {
    return history.job(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/attempts")
  @Operation(summary = "List a job's attempts, oldest first")
  public List<AttemptRecord> attempts(@PathParam("job") JobId id) {
    return history.attempts(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/heartbeats")
  @Operation(summary = "List when the nodes of a job's attempts were heard of, a choice for each")
  public List<AttemptPulse> heartbeats(@PathParam("job") JobId id) {
    return history.heartbeats(caller.get().scope(), id);
  }

  @GET
  @Path("/{job}/webhook-deliveries")
  @Operation(summary = "List the webhook deliveries of a job, oldest first")
  public List<WebhookDelivery> webhookDeliveries(@PathParam("job") JobId id) {
    return history.webhookDeliveries(caller.get().scope(), id);
  }
}
