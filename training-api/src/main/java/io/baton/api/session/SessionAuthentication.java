package io.baton.api.session;

import io.baton.api.access.BearerAuthentication;
import io.baton.api.access.CurrentCaller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Knows who signed in by their cookie, where a request has no {@code Authorization}. */
@ApplicationScoped
public class SessionAuthentication implements HttpAuthenticationMechanism {
  private static final int UNAUTHORIZED = 401;

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    HttpServerRequest request = context.request();
    Optional<SessionToken> token =
        Optional.ofNullable(request.getCookie(SessionCookie.NAME))
            .map(Cookie::getValue)
            .flatMap(SessionToken::parse);
    if (token.isEmpty() || request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
      return Uni.createFrom().nullItem();
    }
    if (changesSomething(request.method()) && !sameOrigin(request)) {
      return Uni.createFrom()
          .failure(
              new AuthenticationFailedException(
                  "A page of another site made this request; sign in there does not count here."));
    }
    return providers
        .authenticate(new SessionCredential(token.get()))
        .map(identity -> identity.isAnonymous() ? null : identity)
        .invoke(
            identity -> {
              if (identity != null) {
                CurrentCaller.remember(context, identity);
              }
            });
  }

  private static boolean changesSomething(HttpMethod method) {
    return !method.equals(HttpMethod.GET)
        && !method.equals(HttpMethod.HEAD)
        && !method.equals(HttpMethod.OPTIONS);
  }

  private static boolean sameOrigin(HttpServerRequest request) {
    return SameOrigin.allows(
        Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
        Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)),
        request.authority().toString());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", BearerAuthentication.CHALLENGE));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(SessionCredential.class);
  }
}
