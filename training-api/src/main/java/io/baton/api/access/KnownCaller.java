package io.baton.api.access;

import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * Somebody whose key is valid.
 *
 * @param key what it was told by
 */
public record KnownCaller(KeyId key, Role role, Caller caller) {
  /** Where identities and requests keep it. */
  public static final String ATTRIBUTE = "baton.caller";

  public SecurityIdentity identity() {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(key.value()))
        .addRole(role.wireName())
        .addAttribute(ATTRIBUTE, this)
        .build();
  }
}
