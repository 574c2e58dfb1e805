package io.baton.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers requests whose address cannot be read, which no resource ever sees. */
@ApplicationScoped
public class UnreadableAddresses {
  void register(@Observes Router router) {
    router.errorHandler(ErrorCode.MALFORMED_REQUEST.status(), UnreadableAddresses::answer);
  }

  private static void answer(RoutingContext context) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    Problem problem =
        Problem.of(
            ErrorCode.MALFORMED_REQUEST,
            "The address cannot be read: after each '%' it must have two hexadecimal digits.");
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
