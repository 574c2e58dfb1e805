package io.baton.api.pool.decision;

import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredScalingDecision;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why pools are as large as they are. */
@Path("/v1/pools/{pool}/decisions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class DecisionResource {
  private static final int MAX_LIMIT = 200;

  private final Decisions decisions;

  DecisionResource(Decisions decisions) {
    this.decisions = decisions;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Record what an autoscaler decided about a pool",
      description =
          "Only the autoscaler that may act on the pool. A decision that repeats the newest one is"
              + " counted there.")
  @APIResponseSchema(value = StoredScalingDecision.class, responseCode = "200")
  @APIResponse(responseCode = "409", description = "Its lease is over, or another's")
  public StoredScalingDecision record(@PathParam("pool") PoolName pool, ScalingDecision decision) {
    return decisions.record(pool, Body.required(decision));
  }

  @GET
  @Operation(summary = "List what was decided about a pool, the newest first")
  public ScalingDecisionPage decisions(
      @PathParam("pool") PoolName pool,
      @Parameter(
              description =
                  "Only decisions to do this: hold, scale-up, scale-down, remove or reallocate;"
                      + " absent: all")
          @QueryParam("action")
          String action,
      @Parameter(description = "Only what was decided then or later; absent: all that is kept")
          @QueryParam("since")
          String since,
      @Parameter(description = "nextCursor of the page before; absent: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Decisions a page, 1 to 200")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    return decisions.page(
        pool,
        QueryParameters.oneOf("action", action, ScalingAction.values(), ScalingAction::wireName),
        QueryParameters.time("since", since),
        Optional.ofNullable(cursor).map(DecisionCursor::parse).orElse(DecisionCursor.START),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }
}
