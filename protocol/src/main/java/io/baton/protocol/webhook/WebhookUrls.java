package io.baton.protocol.webhook;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.net.URI;

/** Which addresses a webhook can have. */
final class WebhookUrls {
  private static final int MAX_LENGTH = 2048;
  private static final int MAX_PORT = 65_535;

  private WebhookUrls() {}

  static URI valid(String field, URI url) {
    Fields.required(field, url);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null) {
      throw new InvalidFieldException(
          field, "must be an http or https address without user and password");
    }
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      throw new InvalidFieldException(field, "must have a port from 1 to 65535, or none");
    }
    Fields.text(field, url.toString(), MAX_LENGTH);
    return url;
  }
}
