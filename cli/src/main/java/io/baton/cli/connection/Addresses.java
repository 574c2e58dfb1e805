package io.baton.cli.connection;

import io.baton.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;

/** Addresses of APIs as people give them. */
final class Addresses {
  private Addresses() {}

  /** Always http or https with a host. */
  static URI checked(String text, String origin) {
    try {
      URI address = new URI(text.strip());
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw refused(text, origin);
    }
    throw refused(text, origin);
  }

  private static CommandFailedException refused(String text, String origin) {
    return CommandFailedException.usage(
        origin
            + " must be an address such as https://baton.example.org or http://127.0.0.1:8080, not '"
            + text
            + "'.");
  }
}
