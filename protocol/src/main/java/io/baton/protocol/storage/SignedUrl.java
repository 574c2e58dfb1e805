package io.baton.protocol.storage;

import io.baton.protocol.field.Fields;
import java.net.URI;
import java.time.Instant;

/**
 * Leave to do one thing with one object, for a while, without any credential.
 *
 * @param key the object's name in storage
 * @param method what the URL allows
 * @param url to send the request to
 * @param expiresAt when the URL stops working
 */
public record SignedUrl(String key, AccessMethod method, URI url, Instant expiresAt) {
  public SignedUrl {
    Fields.required("key", key);
    Fields.required("method", method);
    Fields.required("url", url);
    Fields.required("expiresAt", expiresAt);
  }
}
