package io.baton.api.artifact;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.job.JobId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The finished LoRA of a job. */
@Path("/v1/jobs/{job}/artifact")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
@Tag(name = "Checkpoints and artifacts")
public class ArtifactResource {
  private final Artifacts artifacts;
  private final CurrentCaller caller;

  ArtifactResource(Artifacts artifacts, CurrentCaller caller) {
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "Get the finished LoRA with download addresses")
  @APIResponseSchema(
      value = Artifact.class,
      responseCode = "200",
      responseDescription = "The finished LoRA")
  @APIResponse(responseCode = "409", description = "The job has not completed")
  public Artifact artifact(@PathParam("job") JobId job) {
    return artifacts.artifact(caller.get().scope(), job);
  }

  @DELETE
  @Operation(summary = "Delete the LoRA of a job that has ended")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "409", description = "The job has not ended")
  public void delete(@PathParam("job") JobId job) {
    artifacts.delete(caller.get().scope(), job);
  }
}
