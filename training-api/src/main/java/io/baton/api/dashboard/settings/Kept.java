package io.baton.api.dashboard.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long something is kept.
 *
 * @param key of the service's configuration that says so; empty where jobs or owners decide
 */
public record Kept(String what, String howLong, Optional<String> key) {
  static Kept of(String what, String howLong) {
    return new Kept(what, howLong, Optional.empty());
  }

  static Kept set(String key, String what, String howLong) {
    return new Kept(what, howLong, Optional.of(key));
  }

  /** The name of the key in the environment. */
  public Optional<String> variable() {
    return key.map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }

  /** Things of one kind. */
  public record Group(String title, List<Kept> entries) {
    public Group {
      entries = List.copyOf(entries);
    }
  }
}
