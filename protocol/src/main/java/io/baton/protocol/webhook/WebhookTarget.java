package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;

/**
 * Where the events of one job are sent, signed as Standard Webhooks say.
 *
 * @param url an http or https address without user and password, 1 to 2,048 characters
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes; the key of the HMAC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookTarget(URI url, String secret) {
  public WebhookTarget {
    WebhookUrls.valid("webhook.url", url);
    SigningSecret.keyOf("webhook.secret", secret);
  }

  /** The bytes that sign: 24 to 64. */
  public byte[] key() {
    return SigningSecret.keyOf("webhook.secret", secret);
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "WebhookTarget[" + url + "]";
  }
}
