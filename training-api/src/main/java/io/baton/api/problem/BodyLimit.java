package io.baton.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses large bodies with a problem document; the framework would end such requests without. */
@ApplicationScoped
public class BodyLimit {
  /** Ahead of the framework's own checks. */
  private static final int PRIORITY = 10_000;

  private final long maxBody;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
    this.maxBody = maxBody.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    if (announcedLength(context) > maxBody) {
      context.response().putHeader("Connection", "close");
      answer(
          context,
          ErrorCode.TOO_LARGE,
          "The request's body has more than the " + maxBody + " bytes that are allowed.");
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

  private static void answer(RoutingContext context, ErrorCode code, String detail) {
    try {
      context
          .response()
          .setStatusCode(code.status())
          .putHeader("Content-Type", Problem.MEDIA_TYPE)
          .end(Json.mapper().writeValueAsString(Problem.of(code, detail)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem cannot be written as JSON", e);
    }
  }
}
