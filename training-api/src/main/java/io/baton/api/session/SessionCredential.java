package io.baton.api.session;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** The session that a request's cookie names. */
final class SessionCredential extends BaseAuthenticationRequest {
  private final SessionToken token;

  SessionCredential(SessionToken token) {
    this.token = token;
  }

  SessionToken token() {
    return token;
  }
}
