package io.baton.api.access;

import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.Role;

/**
 * Somebody whose key is valid.
 *
 * @param key what it was told by
 */
public record KnownCaller(KeyId key, Role role, Caller caller) {
  /** Where identities and requests keep it. */
  public static final String ATTRIBUTE = "baton.caller";
}
