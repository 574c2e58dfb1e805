package io.baton.api.dashboard.frame;

import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Shows people the problems of pages; who is not signed in, or no longer, is led to the sign-in.
 */
@ApplicationScoped
@Priority(Priorities.USER)
public class ProblemPages {
  private static final int UNAUTHORIZED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int SEE_OTHER = 303;

  private final PageFrames frames;

  ProblemPages(PageFrames frames) {
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance problem(PageFrame frame, Problem problem, Section wayOn);
  }

  @ServerResponseFilter
  public void show(ContainerRequestContext request, ContainerResponseContext response) {
    if (!Pages.at(request.getUriInfo().getPath())
        || !(response.getEntity() instanceof Problem problem)) {
      return;
    }
    if (problem.status() == UNAUTHORIZED) {
      leadToSignIn(request, response);
      return;
    }
    String path = request.getUriInfo().getPath();
    if (problem.status() == METHOD_NOT_ALLOWED && request.getMethod().equals("GET")) {
      // The address of a form that was refused, opened again: its page is the one above.
      response.setEntity(null);
      response.setStatus(SEE_OTHER);
      response
          .getHeaders()
          .putSingle(HttpHeaders.LOCATION, path.substring(0, path.lastIndexOf('/')));
      return;
    }
    String page =
        Templates.problem(frames.of(title(problem)), problem, wayOn(problem, path)).render();
    response.setEntity(page, new Annotation[0], MediaType.TEXT_HTML_TYPE);
  }

  /** Not where the reader may not go. */
  private static Section wayOn(Problem problem, String path) {
    return problem.code() == ErrorCode.FORBIDDEN ? Section.JOBS : Section.of(path);
  }

  private static String title(Problem problem) {
    return problem.title().substring(0, 1).toUpperCase(Locale.ROOT) + problem.title().substring(1);
  }

  private static void leadToSignIn(
      ContainerRequestContext request, ContainerResponseContext response) {
    boolean script = request.getHeaderString("HX-Request") != null;
    boolean shown = request.getMethod().equals("GET") && !script;
    URI signIn =
        shown
            ? UriBuilder.fromPath("/ui/sign-in")
                .queryParam("to", "{page}")
                .build(page(request.getUriInfo().getRequestUri()))
            : URI.create("/ui/sign-in");
    response.getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
    response.setEntity(null);
    if (script) {
      // A redirect would put the form into the middle of the page.
      response.getHeaders().putSingle("HX-Redirect", signIn.toString());
    } else {
      response.setStatus(SEE_OTHER);
      response.getHeaders().putSingle(HttpHeaders.LOCATION, signIn.toString());
    }
  }

  private static String page(URI address) {
    String query = address.getRawQuery();
    return query == null ? address.getRawPath() : address.getRawPath() + "?" + query;
  }
}
