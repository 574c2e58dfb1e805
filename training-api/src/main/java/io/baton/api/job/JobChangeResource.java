package io.baton.api.job;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.OwnerScope;
import io.baton.api.access.Roles;
import io.baton.api.idempotency.Answer;
import io.baton.api.idempotency.Answers;
import io.baton.api.idempotency.Idempotent;
import io.baton.api.problem.Body;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPriority;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.label.Labels;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What owners change of their jobs. */
@Path("/v1/jobs/{job}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobChangeResource {
  private final Jobs jobs;
  private final JobChanges changes;
  private final JobRestarts restarts;
  private final Answers answers;
  private final CurrentCaller caller;

  JobChangeResource(
      Jobs jobs, JobChanges changes, JobRestarts restarts, Answers answers, CurrentCaller caller) {
    this.jobs = jobs;
    this.changes = changes;
    this.restarts = restarts;
    this.answers = answers;
    this.caller = caller;
  }

  @POST
  @Path("/cancel")
  @Operation(summary = "Cancel a job that has not ended")
  @APIResponse(responseCode = "200", description = "Canceled, now or before")
  @APIResponse(responseCode = "409", description = "It is completed or failed")
  public Job cancel(@PathParam("job") JobId id) {
    return jobs.cancel(scope(), id);
  }

  @POST
  @Path("/retry")
  @Idempotent
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = Idempotent.KEY)
  @Operation(
      summary =
          "Let a failed or canceled job go on from its last checkpoint; its budgets start anew")
  @APIResponseSchema(value = Job.class, responseDescription = "It is pending")
  @APIResponse(responseCode = "409", description = "It has not failed and is not canceled")
  public Response retry(@PathParam("job") JobId id) {
    return answers.once(() -> Answer.ok(changes.retry(scope(), id)));
  }

  @POST
  @Path("/extend")
  @Idempotent
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = Idempotent.KEY)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Give a job more steps; a completed one goes on from its last checkpoint")
  @APIResponseSchema(value = Job.class, responseDescription = "It has so many steps")
  @APIResponse(
      responseCode = "409",
      description = "It failed or was canceled, or its training cannot be made longer")
  public Response extend(@PathParam("job") JobId id, JobExtension extension) {
    int steps = Body.required(extension).maxTrainSteps();
    return answers.once(() -> Answer.ok(changes.extend(scope(), id, steps)));
  }

  @POST
  @Path("/restart")
  @Idempotent
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = Idempotent.KEY)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Have a job that does not run go back to a checkpoint and on from there; newer ones are"
              + " deleted, its budgets start anew")
  @APIResponseSchema(value = Job.class, responseDescription = "It is pending")
  @APIResponse(
      responseCode = "409",
      description = "It is running, or storage keeps no checkpoint of it at that step")
  public Response restart(@PathParam("job") JobId id, JobRestart restart) {
    int step = Body.required(restart).step();
    return answers.once(() -> Answer.ok(restarts.restart(scope(), id, step)));
  }

  @PUT
  @Path("/priority")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change a job's place in the queue")
  @APIResponseSchema(value = Job.class, responseCode = "200", responseDescription = "Changed")
  @APIResponse(responseCode = "409", description = "It has ended")
  public Job setPriority(@PathParam("job") JobId id, JobPriority priority) {
    return changes.setPriority(scope(), id, Body.required(priority).priority());
  }

  @PUT
  @Path("/labels")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Replace all labels of a job")
  public Job setLabels(@PathParam("job") JobId id, Labels labels) {
    return changes.setLabels(scope(), id, Body.required(labels));
  }

  private OwnerScope scope() {
    return caller.get().scope();
  }
}
