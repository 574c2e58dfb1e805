package io.baton.api.access;

import io.baton.protocol.access.ApiKey;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A key that a request came with. */
public final class KeyCredential extends BaseAuthenticationRequest {
  private final ApiKey key;

  KeyCredential(ApiKey key) {
    this.key = key;
  }

  public ApiKey key() {
    return key;
  }
}
