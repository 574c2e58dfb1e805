package io.baton.api.dashboard.frame;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The service's bare address: leads people to the pages, and tells programs where the API is. */
@Path("/")
@PermitAll
public class FrontPage {
  @GET
  public Response start(HttpHeaders headers) {
    // Programs that take anything do not ask for a page.
    if (headers.getAcceptableMediaTypes().stream().noneMatch(FrontPage::isPage)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND,
          "There is nothing at /: the REST API is below /v1, its contract at /openapi, and pages for"
              + " people at /ui.");
    }
    return Response.seeOther(URI.create("/ui"))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  private static boolean isPage(MediaType type) {
    return type.getType().equals("text") && type.getSubtype().equals("html");
  }
}
