package io.baton.api.limit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.config.BatonConfig;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses bodies that are announced as too large before anything of them is read. Those that
 * announce nothing are up to {@link BoundedBody}.
 */
@ApplicationScoped
public class BodyLimit {
  /** Ahead of the framework's own checks. */
  private static final int PRIORITY = 10_000;

  private final long maxBody;

  BodyLimit(BatonConfig config) {
    this.maxBody = config.http().maxBodyBytes();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    if (announcedLength(context) > maxBody) {
      context.response().putHeader("Connection", "close");
      answer(context, Problem.of(ErrorCode.TOO_LARGE, tooLarge(maxBody)));
    } else {
      context.next();
    }
  }

  private static long announcedLength(RoutingContext context) {
    try {
      String length = context.request().getHeader("Content-Length");
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  static String tooLarge(long maxBody) {
    return "The request's body has more than the " + maxBody + " bytes that are allowed.";
  }

  private static void answer(RoutingContext context, Problem problem) {
    try {
      context
          .response()
          .setStatusCode(problem.status())
          .putHeader("Content-Type", Problem.MEDIA_TYPE)
          .end(Json.mapper().writeValueAsString(problem));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem cannot be written as JSON", e);
    }
  }
}
