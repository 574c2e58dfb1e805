package io.baton.api.sample;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.sample.SamplePage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The sample images of a job. */
@Path("/v1/jobs/{job}/samples")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Checkpoints and artifacts")
public class SampleResource {
  private static final int MAX_LIMIT = 1000;

  private final SampleSets sets;
  private final CurrentCaller caller;

  SampleResource(SampleSets sets, CurrentCaller caller) {
    this.sets = sets;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List a job's sample images by step, with download addresses")
  public SamplePage list(
      @PathParam("job") JobId job,
      @Parameter(description = "Only sets of larger steps, at least 0; default 0")
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(description = "Sets a page, 1 to 1,000; default 100")
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    return sets.page(
        caller.get().scope(),
        job,
        (int) QueryParameters.wholeNumber("after", after, 0, Integer.MAX_VALUE),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  @DELETE
  @Operation(summary = "Delete the sample images of a job that has ended")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "409", description = "The job has not ended")
  public void delete(@PathParam("job") JobId job) {
    sets.delete(caller.get().scope(), job);
  }
}
