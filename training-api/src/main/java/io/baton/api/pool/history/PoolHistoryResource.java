package io.baton.api.pool.history;

import io.baton.api.access.Roles;
import io.baton.api.problem.QueryParameters;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What charts of pools are drawn from. */
@Path("/v1/pools/{pool}/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
@RolesAllowed(Roles.OPERATOR)
public class PoolHistoryResource {
  private static final int MAX_POINTS = 2000;
  private static final Duration BY_DEFAULT = Duration.ofDays(1);

  private final PoolHistories histories;
  private final DatabaseClock clock;

  PoolHistoryResource(PoolHistories histories, DatabaseClock clock) {
    this.histories = histories;
    this.clock = clock;
  }

  @GET
  @Transactional
  @Operation(
      summary = "Get what became of a pool, oldest first",
      description =
          "A sample is taken every minute. Where there are more than points, each point is the mean"
              + " of those of one stretch of time; the stretches are equally long.")
  public PoolHistory history(
      @PathParam("pool") PoolName pool,
      @Parameter(description = "From then on; default: 24 hours before until") @QueryParam("since")
          String since,
      @Parameter(description = "Until before then; default: now") @QueryParam("until") String until,
      @Parameter(description = "Most points, 1 to 2,000; default 500")
          @QueryParam("points")
          @DefaultValue("500")
          String points) {
    Instant end = QueryParameters.time("until", until).orElseGet(() -> clock.now().plusMillis(1));
    Instant start = QueryParameters.time("since", since).orElseGet(() -> end.minus(BY_DEFAULT));
    if (!start.isBefore(end)) {
      throw new InvalidFieldException("since", "must be before until (" + end + ")");
    }
    return histories.of(
        pool, start, end, (int) QueryParameters.wholeNumber("points", points, 1, MAX_POINTS));
  }
}
