package io.baton.api.session;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/** The cookie of somebody who signed in: no script reads it, no other site's form sends it. */
public final class SessionCookie {
  public static final String NAME = "baton_session";

  private SessionCookie() {}

  /**
   * Sets it.
   *
   * @param secure whether the browser came by HTTPS, and is to send it that way only
   */
  static NewCookie of(SessionToken token, Duration lasts, boolean secure) {
    return cookie(token.value(), Math.toIntExact(lasts.toSeconds()), secure);
  }

  /** Takes it away. */
  static NewCookie none(boolean secure) {
    return cookie("", 0, secure);
  }

  private static NewCookie cookie(String value, int seconds, boolean secure) {
    return new NewCookie.Builder(NAME)
        .value(value)
        .path("/")
        .maxAge(seconds)
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }
}
