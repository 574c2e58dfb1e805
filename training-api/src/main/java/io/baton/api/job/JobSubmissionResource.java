package io.baton.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.estimate.Estimates;
import io.baton.api.idempotency.Answer;
import io.baton.api.idempotency.Answers;
import io.baton.api.idempotency.Idempotent;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.SubmittedJobs;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where jobs come in. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobSubmissionResource {
  private static final int MOST_IMAGES = 10_000;

  private final Jobs jobs;
  private final JobBatches batches;
  private final Estimates estimates;
  private final CommandPermission commands;
  private final Answers answers;
  private final CurrentCaller caller;

  JobSubmissionResource(
      Jobs jobs,
      JobBatches batches,
      Estimates estimates,
      CommandPermission commands,
      Answers answers,
      CurrentCaller caller) {
    this.jobs = jobs;
    this.batches = batches;
    this.estimates = estimates;
    this.commands = commands;
    this.answers = answers;
    this.caller = caller;
  }

  @POST
  @Idempotent
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = Idempotent.KEY)
  @Operation(summary = "Submit a job, or look what it would take")
  @APIResponseSchema(value = Job.class, responseCode = "201", responseDescription = "Submitted")
  @APIResponse(
      responseCode = "200",
      description = "With dryRun: what it would take; nothing was written",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobEstimate.class)))
  public Response submit(
      @Parameter(
              description =
                  "Check the job as its submission would, and answer with the expected time and"
                      + " cost instead of submitting it; default false")
          @QueryParam("dryRun")
          @DefaultValue("false")
          String dryRun,
      @Parameter(
              description =
                  "With dryRun: the job's images are not uploaded yet and will be so many, 1 to"
                      + " 10,000, whatever its datasetId says; absent: its dataset is there")
          @QueryParam("images")
          String images,
      JobSpec spec) {
    JobSpec asked = Body.required(spec);
    commands.require(caller.get(), asked);
    if (QueryParameters.flag("dryRun", dryRun)) {
      return Response.ok(estimates.of(caller.get().owner(), asked, number(images))).build();
    }
    if (images != null) {
      throw new InvalidFieldException("images", "is only for a dry run");
    }
    return answers.once(
        () -> {
          Job job = jobs.submit(caller.get().owner(), asked);
          return Answer.created(URI.create("/v1/jobs/" + job.id()), job);
        });
  }

  private static Optional<Integer> number(String images) {
    return Optional.ofNullable(images)
        .map(text -> (int) QueryParameters.wholeNumber("images", text, 1, MOST_IMAGES));
  }

  @POST
  @Path("/batch")
  @Idempotent
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = Idempotent.KEY)
  @Operation(summary = "Submit up to 1,000 jobs, all or none, with an error for each bad one")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobBatch.class)))
  @APIResponseSchema(
      value = SubmittedJobs.class,
      responseCode = "201",
      responseDescription = "All submitted")
  public Response submitBatch(UnreadBatch batch) {
    UnreadBatch asked = Body.required(batch);
    return answers.once(() -> Answer.created(batches.submit(caller.get(), asked.jobs())));
  }

  /** A batch whose jobs are not read yet, so that each bad one can be told. */
  @Schema(hidden = true)
  public record UnreadBatch(List<JsonNode> jobs) {
    public UnreadBatch {
      Fields.required("jobs", jobs);
      Fields.inRange("jobs", jobs.size(), 1, JobBatch.MAX_JOBS);
    }
  }
}
