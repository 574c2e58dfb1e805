package io.baton.api.node;

import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.BanRequest;
import io.baton.protocol.node.NodeId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which jobs a node does not get. */
@Path("/v1/nodes/{node}/bans")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
@RolesAllowed(Roles.OPERATOR)
public class NodeBanResource {
  private final Bans bans;

  NodeBanResource(Bans bans) {
    this.bans = bans;
  }

  @GET
  @Operation(summary = "List the jobs that a node does not get, the newest ban first")
  public List<Ban> ofNode(@PathParam("node") NodeId node) {
    return bans.of(node);
  }

  @PUT
  @Path("/{job}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Keep a job from a node",
      description = "An attempt that runs there goes on. The reason of an older ban stays.")
  public Ban add(@PathParam("node") NodeId node, @PathParam("job") JobId job, BanRequest request) {
    return bans.add(node, job, Body.required(request).reason());
  }

  @DELETE
  @Path("/{job}")
  @Operation(summary = "Let a node have a job again")
  @APIResponse(responseCode = "204", description = "Lifted")
  public void lift(@PathParam("node") NodeId node, @PathParam("job") JobId job) {
    bans.lift(node, job);
  }
}
