package io.baton.api.pool;

import io.baton.api.access.Roles;
import io.baton.api.pool.demand.Snapshots;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.PoolSnapshot;
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
  private final Snapshots snapshots;
  private final PoolOverviews overviews;

  PoolResource(Pools pools, Snapshots snapshots, PoolOverviews overviews) {
    this.pools = pools;
    this.snapshots = snapshots;
    this.overviews = overviews;
  }

  @GET
  @Operation(summary = "List pools that have nodes or a policy, by name")
  public List<Pool> pools() {
    return pools.all();
  }

  @GET
  @Path("/{pool}")
  @Operation(summary = "Get a pool at a glance")
  public PoolOverview pool(@PathParam("pool") PoolName pool) {
    return overviews.of(pool);
  }

  @GET
  @Path("/{pool}/demand")
  @Operation(summary = "Get what a pool has to do")
  public PoolDemand demand(@PathParam("pool") PoolName pool) {
    return snapshots.demand(pool);
  }

  @GET
  @Path("/{pool}/snapshot")
  @Operation(
      summary = "Get everything about a pool that an autoscaler decides by, at one moment",
      description =
          "Nodes that are silent for more than an hour are left out, unless they are in quarantine"
              + " or an operator drains them.")
  public PoolSnapshot snapshot(@PathParam("pool") PoolName pool) {
    return snapshots.of(pool);
  }
}
