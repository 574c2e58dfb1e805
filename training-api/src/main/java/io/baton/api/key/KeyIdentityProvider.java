package io.baton.api.key;

import io.baton.api.access.KeyCredential;
import io.baton.api.access.KnownCaller;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Says who holds the key of a request. What it found, or did not find, it remembers for a few
 * seconds, so that most requests cost no query and wait on no thread; for as long a revoked key
 * goes on being accepted by other replicas.
 */
@ApplicationScoped
public class KeyIdentityProvider implements IdentityProvider<KeyCredential> {
  private static final String CACHE = "keys";
  private static final SecurityIdentity NOBODY =
      QuarkusSecurityIdentity.builder().setAnonymous(true).build();

  private final KeyLookup keys;
  private final Cache known;
  private final Cache sessions;

  KeyIdentityProvider(
      KeyLookup keys, @CacheName(CACHE) Cache known, @CacheName("sessions") Cache sessions) {
    this.keys = keys;
    this.known = known;
    this.sessions = sessions;
  }

  @Override
  public Class<KeyCredential> getRequestType() {
    return KeyCredential.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      KeyCredential credential, AuthenticationRequestContext context) {
    return known
        .getAsync(
            KeySecrets.sha256(credential.key()),
            sha256 ->
                context.runBlocking(
                    () -> keys.find(sha256).map(KnownCaller::identity).orElse(NOBODY)))
        .invoke(KeyIdentityProvider::requireSomebody);
  }

  /** What is remembered of a key that was just revoked here, and of the sessions of keys. */
  void forget(String sha256) {
    known.invalidate(sha256).await().indefinitely();
    sessions.invalidateAll().await().indefinitely();
  }

  private static void requireSomebody(SecurityIdentity identity) {
    if (identity.isAnonymous()) {
      throw new AuthenticationFailedException(
          "The API key is unknown, revoked or expired; ask an operator for another.");
    }
  }
}
