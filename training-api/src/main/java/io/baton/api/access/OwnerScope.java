package io.baton.api.access;

import io.baton.protocol.access.OwnerName;
import java.util.Optional;

/**
 * Whose things a caller gets to see. What lies outside of it does not exist for the caller.
 *
 * @param only absent: everybody's
 */
public record OwnerScope(Optional<OwnerName> only) {
  public static final OwnerScope EVERYTHING = new OwnerScope(Optional.empty());

  public static OwnerScope of(OwnerName owner) {
    return new OwnerScope(Optional.of(owner));
  }

  public boolean covers(String owner) {
    return only.isEmpty() || only.get().value().equals(owner);
  }
}
