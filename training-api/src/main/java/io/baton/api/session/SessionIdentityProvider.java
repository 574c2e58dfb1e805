package io.baton.api.session;

import io.baton.api.access.KnownCaller;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Says who signed in. What it found it remembers for a few seconds, as for keys. */
@ApplicationScoped
public class SessionIdentityProvider implements IdentityProvider<SessionCredential> {
  public static final String CACHE = "sessions";
  private static final SecurityIdentity NOBODY =
      QuarkusSecurityIdentity.builder().setAnonymous(true).build();

  private final Sessions sessions;
  private final Cache known;

  SessionIdentityProvider(Sessions sessions, @CacheName(CACHE) Cache known) {
    this.sessions = sessions;
    this.known = known;
  }

  @Override
  public Class<SessionCredential> getRequestType() {
    return SessionCredential.class;
  }

  /** Anonymous where the session has ended. */
  @Override
  public Uni<SecurityIdentity> authenticate(
      SessionCredential credential, AuthenticationRequestContext context) {
    return known.getAsync(
        credential.token().sha256(),
        sha256 ->
            context.runBlocking(
                () -> sessions.find(credential.token()).map(KnownCaller::identity).orElse(NOBODY)));
  }
}
