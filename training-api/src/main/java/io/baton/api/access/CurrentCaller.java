package io.baton.api.access;

import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

/** Who made the request that is being answered. Can be asked on the event loop too. */
@RequestScoped
public class CurrentCaller {
  private final CurrentVertxRequest request;

  CurrentCaller(CurrentVertxRequest request) {
    this.request = request;
  }

  /** Keeps whom an authentication found for the rest of the request. */
  public static void remember(RoutingContext request, SecurityIdentity identity) {
    request.put(KnownCaller.ATTRIBUTE, identity.getAttribute(KnownCaller.ATTRIBUTE));
  }

  public Caller get() {
    return known().caller();
  }

  /** Whether anybody has been asked for: addresses that do not exist ask for nobody. */
  public boolean isKnown() {
    return request.getCurrent().get(KnownCaller.ATTRIBUTE) != null;
  }

  /** The key that the request came with. */
  public KeyId key() {
    return known().key();
  }

  public Role role() {
    return known().role();
  }

  private KnownCaller known() {
    KnownCaller known = request.getCurrent().get(KnownCaller.ATTRIBUTE);
    if (known == null) {
      throw new IllegalStateException("nobody is known to have made this request");
    }
    return known;
  }
}
