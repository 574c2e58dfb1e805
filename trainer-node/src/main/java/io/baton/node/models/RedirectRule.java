package io.baton.node.models;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Whether a hub may send the node elsewhere. What it redirects to is nobody's choice but its own;
 * still no answer from the internet may lead into the network that the node stands in.
 */
final class RedirectRule {
  private RedirectRule() {}

  /** Why not; empty: it may. */
  static Optional<String> refusal(URI from, URI to) {
    boolean http = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
    if (!http || to.getHost() == null) {
      return Optional.of("is no web address");
    }
    if ("https".equals(from.getScheme()) && "http".equals(to.getScheme())) {
      return Optional.of("is not encrypted");
    }
    return isInternal(to.getHost()) && !isInternal(from.getHost())
        ? Optional.of("is an internal address")
        : Optional.empty();
  }

  /** Whether both are the same server, so that a token for one may be shown to the other. */
  static boolean sameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  private static boolean isInternal(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isInternal(address)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException connectingWillSaySo) {
      return false;
    }
  }

  private static boolean isInternal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isUniqueLocal(address);
  }

  /** fc00::/7, RFC 4193. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
