package io.baton.api.dashboard.settings;

import io.baton.protocol.access.Key;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as a line of the list shows it.
 *
 * @param current whether the reader signed in with it
 * @param maker the name of the key that asked for it, or its id where that is on another page
 */
public record KeyRow(Key key, boolean current, Optional<String> maker, Instant now) {
  public String id() {
    return key.id().value();
  }

  public String role() {
    return key.role().wireName();
  }

  /** Whose things it reaches, or for whose nodes it speaks. */
  public Optional<String> of() {
    return key.owner().map(Object::toString).or(() -> key.pool().map(pool -> "pool " + pool));
  }

  public boolean expired() {
    return key.revokedAt().isEmpty() && key.expiresAt().filter(at -> !at.isAfter(now)).isPresent();
  }

  public boolean valid() {
    return key.revokedAt().isEmpty() && !expired();
  }
}
