package io.baton.api.problem;

import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells callers which methods an address has, where theirs is none of them. The framework looks for
 * a method in one resource only: where another one has the address it answers 404.
 */
@ApplicationScoped
public class MethodsNotAllowed {
  /** Before a problem becomes a page. */
  private static final int EARLY = Priorities.USER + 1;

  private final ServedMethods served;

  MethodsNotAllowed(ServedMethods served) {
    this.served = served;
  }

  @ServerResponseFilter(priority = EARLY)
  public void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(response.getEntity() instanceof Problem problem)
        || (problem.code() != ErrorCode.NOT_FOUND
            && problem.code() != ErrorCode.METHOD_NOT_ALLOWED)) {
      return;
    }
    String path = request.getUriInfo().getPath();
    Set<String> methods = served.at(path);
    if (methods.isEmpty() || methods.contains(request.getMethod())) {
      return;
    }
    response.setStatus(Status.METHOD_NOT_ALLOWED.getStatusCode());
    response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
    response.setEntity(
        Problem.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            "%s is not offered at %s; it has %s."
                .formatted(request.getMethod(), path, String.join(", ", methods))));
  }
}
