package io.baton.api.sample;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.Body;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.sample.SampleCommit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where nodes tell of images that they drew. A stale attempt gets 409 lease-lost. */
@Path("/v1/jobs/{job}/attempts/{attempt}/samples")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.NODE, Roles.OPERATOR})
@Tag(name = "Work")
public class AttemptSampleResource {
  private final SampleCommits commits;
  private final CurrentCaller caller;

  AttemptSampleResource(SampleCommits commits, CurrentCaller caller) {
    this.commits = commits;
    this.caller = caller;
  }

  @POST
  @Operation(summary = "Commit the sample images of a step, which are in storage")
  @APIResponse(responseCode = "204", description = "Recorded")
  @APIResponse(responseCode = "409", description = "The attempt does not hold the job")
  public void commit(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, SampleCommit commit) {
    commits.commit(new LeaseToken(job, attempt, caller.get().pool()), Body.required(commit));
  }
}
