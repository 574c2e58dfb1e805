package io.baton.api.pool;

import io.baton.api.access.Roles;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the autoscaler asks. */
@Path("/v1/pools/{pool}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class PoolResource {
  private final Demand demand;

  PoolResource(Demand demand) {
    this.demand = demand;
  }

  @GET
  @Path("/demand")
  @Operation(summary = "Get what a pool has to do")
  public PoolDemand demand(@PathParam("pool") PoolName pool) {
    return demand.of(pool);
  }
}
