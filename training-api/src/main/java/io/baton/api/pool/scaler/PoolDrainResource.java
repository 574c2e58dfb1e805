package io.baton.api.pool.scaler;

import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolUndrainRequest;
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

/** How an autoscaler empties nodes before it removes them. */
@Path("/v1/pools/{pool}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class PoolDrainResource {
  private final PoolDrains drains;

  PoolDrainResource(PoolDrains drains) {
    this.drains = drains;
  }

  @POST
  @Path("/drain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Empty nodes of a pool that are to be removed",
      description =
          "Each gives its job back at the next heartbeat, and gets no other once this is answered."
              + " Nodes of other pools, unknown ones and those that an operator drains stay as they"
              + " are.")
  @APIResponse(responseCode = "204", description = "None of them gets a job")
  public void drain(@PathParam("pool") PoolName pool, PoolDrainRequest request) {
    drains.drain(pool, Body.required(request));
  }

  @POST
  @Path("/undrain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Let nodes of a pool that were to be removed stay",
      description = "Those that an operator drains stay as they are.")
  @APIResponse(responseCode = "204", description = "They may have work")
  public void undrain(@PathParam("pool") PoolName pool, PoolUndrainRequest request) {
    drains.undrain(pool, Body.required(request));
  }
}
