package io.baton.api.dashboard.frame;

import io.baton.api.config.BatonConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What browsers may do with a page: run scripts of this service only, and none inside of it. */
@ApplicationScoped
public class PageHeaders {
  private final String policy;

  PageHeaders(BatonConfig config) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' blob: data: "
            + origin(config.storage().endpoint())
            + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }

  private static String origin(URI storage) {
    return storage.getScheme() + "://" + storage.getAuthority();
  }

  @ServerResponseFilter
  public void add(ContainerRequestContext request, ContainerResponseContext response) {
    if (!Pages.at(request.getUriInfo().getPath())) {
      return;
    }
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.putSingle("Content-Security-Policy", policy);
    headers.putSingle("X-Content-Type-Options", "nosniff");
    headers.putSingle("Referrer-Policy", "same-origin");
    headers.putSingle("Cache-Control", "no-store");
    // The same address answers a page or a part of it.
    headers.putSingle("Vary", "HX-Request");
  }
}
