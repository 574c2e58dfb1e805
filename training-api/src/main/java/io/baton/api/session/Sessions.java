package io.baton.api.session;

import io.baton.api.access.KnownCaller;
import io.baton.api.config.BatonConfig;
import io.baton.api.key.KeyLookup;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.Role;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * Who signed in to the dashboard. A session ends with its key, after a while, or by signing out.
 */
@ApplicationScoped
public class Sessions {
  private static final String BEGIN =
      """
      with over as (delete from dashboard_session where expires_at <= baton_now())
      insert into dashboard_session (sha256, key_id, created_at, expires_at)
      values (:sha256, :key, baton_now(), baton_now() + :lastsMillis * interval '1 millisecond')
      """;
  private static final String KEY_OF =
      """
      select api_key.sha256 from dashboard_session join api_key on api_key.id = key_id
      where dashboard_session.sha256 = :sha256 and dashboard_session.expires_at > baton_now()
      """;
  private static final String END = "delete from dashboard_session where sha256 = :sha256";

  private final EntityManager entities;
  private final KeyLookup keys;
  private final BatonConfig.Dashboard config;
  private final Cache known;
  private final SecureRandom random = new SecureRandom();

  Sessions(
      EntityManager entities,
      KeyLookup keys,
      BatonConfig config,
      @CacheName(SessionIdentityProvider.CACHE) Cache known) {
    this.entities = entities;
    this.keys = keys;
    this.config = config.dashboard();
    this.known = known;
  }

  /**
   * Signs somebody in.
   *
   * @param secure whether the browser came by HTTPS
   * @return the cookie; empty for a key that is unknown, revoked or expired, and for a node's
   */
  public Optional<NewCookie> begin(ApiKey key, boolean secure) {
    Optional<KnownCaller> caller = keys.find(key).filter(known -> known.role() != Role.NODE);
    return caller.map(
        somebody -> {
          SessionToken token = SessionToken.draw(random);
          QuarkusTransaction.requiringNew()
              .run(
                  () ->
                      entities
                          .createNativeQuery(BEGIN)
                          .setParameter("sha256", token.sha256())
                          .setParameter("key", somebody.key().value())
                          .setParameter("lastsMillis", config.session().toMillis())
                          .executeUpdate());
          return SessionCookie.of(token, config.session(), secure);
        });
  }

  /** Signs somebody out; the cookie that takes theirs away. */
  public NewCookie end(String cookie, boolean secure) {
    SessionToken.parse(cookie)
        .ifPresent(
            token -> {
              QuarkusTransaction.requiringNew()
                  .run(
                      () ->
                          entities
                              .createNativeQuery(END)
                              .setParameter("sha256", token.sha256())
                              .executeUpdate());
              known.invalidate(token.sha256()).await().indefinitely();
            });
    return SessionCookie.none(secure);
  }

  /** Empty where the session or its key has ended. */
  Optional<KnownCaller> find(SessionToken token) {
    return QuarkusTransaction.requiringNew().call(() -> keyOf(token)).flatMap(keys::find);
  }

  private Optional<String> keyOf(SessionToken token) {
    @SuppressWarnings("unchecked")
    List<String> found =
        entities
            .createNativeQuery(KEY_OF, String.class)
            .setParameter("sha256", token.sha256())
            .getResultList();
    return found.stream().findFirst();
  }
}
