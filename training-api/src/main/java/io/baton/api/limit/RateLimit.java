package io.baton.api.limit;

import io.baton.api.access.KnownCaller;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses the requests of a key that makes too many of them. */
@Singleton
public class RateLimit {
  private final RequestLimits limits;

  RateLimit(RequestLimits limits) {
    this.limits = limits;
  }

  /** Null lets the request go on. Runs on the event loop, once it is known who calls. */
  @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
  public Response check(RoutingContext request) {
    KnownCaller caller = request.get(KnownCaller.ATTRIBUTE);
    return caller == null ? null : limits.take(caller).map(RateLimit::refusal).orElse(null);
  }

  private static Response refusal(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    Problem problem =
        Problem.of(
            ErrorCode.RATE_LIMITED,
            "The API key makes more requests than it may; go on in " + seconds + " s.");
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .header(HttpHeaders.RETRY_AFTER, seconds)
        .entity(problem)
        .build();
  }
}
