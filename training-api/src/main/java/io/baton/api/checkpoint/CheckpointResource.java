package io.baton.api.checkpoint;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.ProblemException;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.problem.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The checkpoints of a job. */
@Path("/v1/jobs/{job}/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Checkpoints and artifacts")
public class CheckpointResource {
  private static final String STEP = "The step that the checkpoint was written after, at least 1";

  private final Checkpoints checkpoints;
  private final CurrentCaller caller;

  CheckpointResource(Checkpoints checkpoints, CurrentCaller caller) {
    this.checkpoints = checkpoints;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List the checkpoints that storage keeps, newest first")
  public List<Checkpoint> list(@PathParam("job") JobId job) {
    return checkpoints.list(caller.get().scope(), job);
  }

  @GET
  @Path("/{step}")
  @Operation(summary = "Get a checkpoint's files with download addresses")
  public CheckpointFiles files(
      @PathParam("job") JobId job, @Parameter(description = STEP) @PathParam("step") String step) {
    return checkpoints.files(caller.get().scope(), job, step(step));
  }

  @DELETE
  @Path("/{step}")
  @Operation(summary = "Delete a checkpoint")
  @APIResponse(responseCode = "204", description = "No attempt starts from it any more")
  @APIResponse(
      responseCode = "409",
      description = "It is the newest of a job that has not ended and goes on from it")
  public void delete(
      @PathParam("job") JobId job, @Parameter(description = STEP) @PathParam("step") String step) {
    checkpoints.delete(caller.get().scope(), job, step(step));
  }

  /** A step that no checkpoint can have is found by nobody. */
  private static int step(String text) {
    try {
      return (int) QueryParameters.wholeNumber("step", text, 1, Integer.MAX_VALUE);
    } catch (InvalidFieldException e) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "There is no such checkpoint: " + e.getMessage() + ".", e);
    }
  }
}
