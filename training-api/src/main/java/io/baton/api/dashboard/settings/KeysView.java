package io.baton.api.dashboard.settings;

import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Role;
import java.util.List;
import java.util.Optional;

/**
 * The page of API keys.
 *
 * @param operator whether the reader may make keys of any role
 * @param next the address of the page after; empty on the last
 * @param created a key that was just made: the only time that it is shown
 * @param form with what was typed, where it was refused
 */
public record KeysView(
    boolean operator,
    List<KeyRow> rows,
    Optional<String> next,
    Optional<CreatedKey> created,
    Optional<Refused> refused,
    KeyForm form) {
  public List<Role> roles() {
    return List.of(Role.values());
  }

  public List<KeyForm.Unit> units() {
    return List.of(KeyForm.Unit.values());
  }

  int status() {
    return refused.map(Refused::status).orElse(200);
  }
}
