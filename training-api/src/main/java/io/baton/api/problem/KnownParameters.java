package io.baton.api.problem;

import io.baton.api.dashboard.frame.Pages;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that an address does not have: a misspelt filter filters nothing. */
@ApplicationScoped
public class KnownParameters {
  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  /**
   * Looks at a request before it is answered.
   *
   * @throws ProblemException with {@code unknown-field} for a parameter that is not there
   */
  @ServerRequestFilter
  public void check(UriInfo uri, ResourceInfo resource) {
    MultivaluedMap<String, String> sent = uri.getQueryParameters();
    // Forms send the fields that nobody filled in, too.
    if (sent.isEmpty() || Pages.at(uri.getPath())) {
      return;
    }
    Set<String> allowed =
        known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::parametersOf);
    sent.forEach(
        (name, values) -> {
          if (!allowed.contains(name)) {
            throw unknown(name, allowed);
          }
          if (values.contains("")) {
            throw new InvalidFieldException(name, "has no value: give one, or leave it out");
          }
        });
  }

  private static ProblemException unknown(String name, Set<String> allowed) {
    String choice =
        allowed.isEmpty()
            ? "this address has none"
            : "it may be one of " + String.join(", ", allowed);
    return new ProblemException(
        ErrorCode.UNKNOWN_FIELD,
        "'" + name + "' is not a query parameter here; " + choice + ".",
        List.of(Problem.FieldError.of(name, "is unknown")));
  }

  private static Set<String> parametersOf(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      addName(parameter.getAnnotation(QueryParam.class), names);
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getFields()) {
          addName(field.getAnnotation(QueryParam.class), names);
        }
      }
    }
    return names;
  }

  private static void addName(QueryParam parameter, Set<String> names) {
    if (parameter != null) {
      names.add(parameter.value());
    }
  }
}
