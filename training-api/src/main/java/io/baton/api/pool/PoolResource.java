package io.baton.api.pool;

import io.baton.api.access.Roles;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators and autoscalers ask about pools. */
@Path("/v1/pools")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class PoolResource {
  private final Pools pools;
  private final Demand demand;

  PoolResource(Pools pools, Demand demand) {
    this.pools = pools;
    this.demand = demand;
  }

  @GET
  @Operation(summary = "List pools that have nodes or a policy, by name")
  public List<Pool> pools() {
    return pools.all();
  }

  @GET
  @Path("/{pool}/demand")
  @Operation(summary = "Get what a pool has to do")
  public PoolDemand demand(@PathParam("pool") PoolName pool) {
    return demand.of(pool);
  }
}
