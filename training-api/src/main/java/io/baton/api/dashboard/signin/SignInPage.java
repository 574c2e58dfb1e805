package io.baton.api.dashboard.signin;

import io.baton.api.dashboard.frame.PageFrame;
import io.baton.api.dashboard.frame.PageFrames;
import io.baton.api.session.SessionCookie;
import io.baton.api.session.Sessions;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** Where an API key becomes a session. */
@Path("/ui")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class SignInPage {
  private static final String START = "/ui/jobs";
  private static final int UNAUTHORIZED = 401;

  private final Sessions sessions;

  SignInPage(Sessions sessions) {
    this.sessions = sessions;
  }

  @CheckedTemplate(basePath = "dashboard")
  static class Templates {
    static native TemplateInstance signIn(PageFrame frame, String to, Optional<String> problem);
  }

  @GET
  public Response start() {
    return Response.seeOther(URI.create(START)).build();
  }

  /**
   * The form.
   *
   * @param to the page that was asked for; anything that is no page here leads to the first one
   */
  @GET
  @Path("/sign-in")
  public TemplateInstance form(@QueryParam("to") String to) {
    return Templates.signIn(PageFrames.outside("Sign in"), page(to), Optional.empty());
  }

  @POST
  @Path("/sign-in")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signIn(
      @FormParam("key") String key, @FormParam("to") String to, UriInfo address) {
    try {
      ApiKey given = new ApiKey(Optional.ofNullable(key).orElse("").strip());
      return sessions
          .begin(given, isSecure(address))
          .map(cookie -> Response.seeOther(URI.create(page(to))).cookie(cookie).build())
          .orElseGet(
              () ->
                  refused(
                      to,
                      "This key is unknown, revoked or expired, or a node's. Check that you copied all of it,"
                          + " or ask an operator for another."));
    } catch (InvalidFieldException noKey) {
      return refused(to, "This is no API key: it begins with baton_ and has 49 characters.");
    }
  }

  private static Response refused(String to, String why) {
    return Response.status(UNAUTHORIZED)
        .entity(Templates.signIn(PageFrames.outside("Sign in"), page(to), Optional.of(why)))
        .build();
  }

  @POST
  @Path("/sign-out")
  public Response signOut(@CookieParam(SessionCookie.NAME) String session, UriInfo address) {
    NewCookie none = sessions.end(Optional.ofNullable(session).orElse(""), isSecure(address));
    return Response.seeOther(URI.create("/ui/sign-in")).cookie(none).build();
  }

  /** Only pages of this service: a link must not lead through the sign-in to another site. */
  private static String page(String to) {
    return to != null && to.startsWith("/ui/") && !to.contains("\\") && !to.contains("//")
        ? to
        : START;
  }

  private static boolean isSecure(UriInfo address) {
    return "https".equals(address.getRequestUri().getScheme());
  }
}
