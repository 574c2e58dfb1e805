package io.baton.api.access;

import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads API keys from {@code Authorization: Bearer baton_…}. */
@ApplicationScoped
public class BearerAuthentication implements HttpAuthenticationMechanism {
  /** What a request without a valid key is told to send. */
  public static final String CHALLENGE = "Bearer realm=\"baton\"";

  private static final int UNAUTHORIZED = 401;
  private static final String SCHEME = "Bearer ";

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager providers) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Uni.createFrom().nullItem();
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused("The header Authorization must be 'Bearer' and an API key.");
    }
    try {
      ApiKey key = new ApiKey(header.substring(SCHEME.length()).strip());
      return providers
          .authenticate(new KeyCredential(key))
          .invoke(identity -> CurrentCaller.remember(request, identity));
    } catch (InvalidFieldException noKey) {
      return refused("The header Authorization holds no API key: " + noKey.getMessage() + ".");
    }
  }

  private static Uni<SecurityIdentity> refused(String why) {
    return Uni.createFrom().failure(new AuthenticationFailedException(why));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", CHALLENGE));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(KeyCredential.class);
  }
}
