package io.baton.api.pool.scaler;

import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.protocol.field.Fields;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How autoscalers agree on the one that acts. */
@Path("/v1/pools/{pool}/scaler")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class ScalerResource {
  private final ScalerLeases leases;

  ScalerResource(ScalerLeases leases) {
    this.leases = leases;
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask to be, or to stay, the autoscaler that may act on a pool",
      description =
          "The answer says who may: the one that asked, or another whose lease is not over. What"
              + " the provider runs is noted only from the one that may.")
  public ScalerLease beat(@PathParam("pool") PoolName pool, ScalerBeat beat) {
    return leases.beat(pool, Body.required(beat));
  }

  @DELETE
  @Operation(
      summary = "Give up acting on a pool, so that another autoscaler may at once",
      description = "Another's lease stays.")
  @APIResponse(responseCode = "204", description = "It has no lease any more")
  public void giveUp(
      @PathParam("pool") PoolName pool,
      @Parameter(description = "Whose lease ends", required = true) @QueryParam("holder")
          String holder) {
    leases.giveUp(pool, Fields.text("holder", holder, 128));
  }
}
