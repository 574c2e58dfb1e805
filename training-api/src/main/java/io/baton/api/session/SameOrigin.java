package io.baton.api.session;

import java.net.URI;
import java.util.Optional;

/**
 * Whether a request that changes something was made by a page of this service: a browser sends the
 * cookie along whoever's page made it.
 *
 * <p>Browsers say so in {@code Sec-Fetch-Site}, which no page can forge; those that do not know it
 * send {@code Origin}. A request with neither comes from no browser that could be tricked, but then
 * it needs no cookie either, and is refused.
 */
final class SameOrigin {
  private SameOrigin() {}

  /**
   * Whether the request may use the cookie.
   *
   * @param fetchSite the header {@code Sec-Fetch-Site}
   * @param origin the header {@code Origin}
   * @param host the host and port that the request was sent to
   */
  static boolean allows(Optional<String> fetchSite, Optional<String> origin, String host) {
    if (fetchSite.isPresent()) {
      return fetchSite.get().equals("same-origin") || fetchSite.get().equals("none");
    }
    return origin.filter(text -> host.equalsIgnoreCase(authority(text))).isPresent();
  }

  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException noAddress) {
      return "";
    }
  }
}
