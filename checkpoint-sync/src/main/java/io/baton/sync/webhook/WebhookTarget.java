package io.baton.sync.webhook;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where events go, and what signs them.
 *
 * @param url http or https
 */
public record WebhookTarget(URI url, WebhookSecret secret) {

  /** Reads an address as people write it. */
  public static WebhookTarget of(String address, WebhookSecret secret) {
    URI url;
    try {
      url = new URI(address);
    } catch (URISyntaxException e) {
      throw refused(address, e);
    }
    boolean http =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null) {
      throw refused(address, null);
    }
    return new WebhookTarget(url, secret);
  }

  private static SyncException refused(String address, Throwable cause) {
    return new SyncException(
        SyncError.BAD_INPUT,
        "--webhook must be an address such as https://example.org/hook without user name, not '"
            + address
            + "'.",
        cause);
  }
}
