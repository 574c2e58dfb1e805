package io.baton.api.log;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.Body;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.log.LogLines;
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

/** Where nodes send what comes of a running attempt. A stale one gets 409 lease-lost. */
@Path("/v1/jobs/{job}/attempts/{attempt}/logs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.NODE, Roles.OPERATOR})
@Tag(name = "Work")
public class AttemptLogResource {
  private final Logs logs;
  private final CurrentCaller caller;

  AttemptLogResource(Logs logs, CurrentCaller caller) {
    this.logs = logs;
    this.caller = caller;
  }

  @POST
  @Operation(summary = "Add lines that the trainer printed; sending them again changes nothing")
  @APIResponse(responseCode = "204", description = "Recorded")
  @APIResponse(responseCode = "409", description = "The attempt does not hold the job")
  public void add(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, LogLines lines) {
    logs.append(new LeaseToken(job, attempt, caller.get().pool()), Body.required(lines));
  }
}
