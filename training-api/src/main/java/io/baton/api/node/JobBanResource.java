package io.baton.api.node;

import io.baton.api.access.Roles;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which nodes do not get a job. */
@Path("/v1/jobs/{job}/bans")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
@RolesAllowed(Roles.OPERATOR)
public class JobBanResource {
  private final Bans bans;

  JobBanResource(Bans bans) {
    this.bans = bans;
  }

  @GET
  @Operation(summary = "List the nodes that do not get a job, the newest ban first")
  public List<Ban> ofJob(@PathParam("job") JobId job) {
    return bans.of(job);
  }
}
