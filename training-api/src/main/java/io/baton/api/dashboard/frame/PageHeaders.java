package io.baton.api.dashboard.frame;

import io.baton.api.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What browsers may do with a page: run scripts of this service only, and none inside of it. */
@ApplicationScoped
public class PageHeaders {
  private final String policy;

  PageHeaders(ObjectStorage storage) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' "
            + storage.origin()
            + "; img-src 'self' blob: data: "
            + storage.origin()
            + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
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
