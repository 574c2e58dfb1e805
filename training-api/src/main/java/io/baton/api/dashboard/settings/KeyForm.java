package io.baton.api.dashboard.settings;

import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PoolName;
import java.util.Arrays;
import java.util.Optional;

/**
 * The form for a new key, as it was typed.
 *
 * @param expires how many units it is valid; empty: as long as can be
 */
public record KeyForm(
    String name, Role role, String owner, String pool, String expires, Unit unit) {
  static final KeyForm BLANK = new KeyForm("", Role.USER, "", "", "", Unit.DAYS);

  /** In what a key's time is given. */
  public enum Unit {
    MINUTES("minutes", 60),
    HOURS("hours", 3600),
    DAYS("days", 86_400);

    private final String text;
    private final long seconds;

    Unit(String text, long seconds) {
      this.text = text;
      this.seconds = seconds;
    }

    public String text() {
      return text;
    }

    static Unit named(String name) {
      return Arrays.stream(values())
          .filter(unit -> unit.text.equals(name))
          .findFirst()
          .orElse(DAYS);
    }
  }

  static KeyForm of(SentForm form) {
    return new KeyForm(
        form.text("name").orElse(""),
        form.text("role").map(KeyForm::role).orElse(Role.USER),
        form.text("owner").orElse(""),
        form.text("pool").orElse(""),
        form.text("expires").orElse(""),
        form.text("unit").map(Unit::named).orElse(Unit.DAYS));
  }

  private static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.wireName().equals(name))
        .findFirst()
        .orElse(Role.USER);
  }

  KeyCreation creation() {
    return new KeyCreation(
        name,
        role,
        given(owner).map(OwnerName::new),
        given(pool).map(PoolName::new),
        given(expires).map(this::seconds));
  }

  private long seconds(String amount) {
    if (!amount.matches("[0-9]{1,9}")) {
      throw new InvalidFieldException(
          "Valid for", "must be a whole number of " + unit.text + ", not '" + amount + "'");
    }
    return Long.parseLong(amount) * unit.seconds;
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(typed -> !typed.isEmpty());
  }

  public boolean asks(Role which) {
    return role == which;
  }

  public boolean in(Unit which) {
    return unit == which;
  }
}
