package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.net.URI;
import java.util.Base64;

/**
 * Where events of a job are sent, signed as Standard Webhooks say.
 *
 * @param url an http or https address without user and password
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes; the key of the HMAC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookTarget(URI url, String secret) {
  private static final String SECRET_PREFIX = "whsec_";

  public WebhookTarget {
    Fields.required("webhook.url", url);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null) {
      throw new InvalidFieldException(
          "webhook.url", "must be an http or https address without user and password");
    }
    Fields.required("webhook.secret", secret);
    keyOf(secret);
  }

  /** The bytes that sign: 24 to 64. */
  public byte[] key() {
    return keyOf(secret);
  }

  private static byte[] keyOf(String secret) {
    if (secret.startsWith(SECRET_PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        if (key.length >= 24 && key.length <= 64) {
          return key;
        }
      } catch (IllegalArgumentException notBase64) {
        throw new InvalidFieldException("webhook.secret", "is not base64 after 'whsec_'");
      }
    }
    throw new InvalidFieldException(
        "webhook.secret", "must be 'whsec_' and the base64 of 24 to 64 bytes");
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "WebhookTarget[" + url + "]";
  }
}
