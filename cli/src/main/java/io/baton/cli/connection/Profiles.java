package io.baton.cli.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The APIs that somebody logged in to.
 *
 * @param current the name of the one that commands use; absent: none
 * @param profiles by the time when they were made
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Profiles(Optional<String> current, List<Profile> profiles) {
  static final Profiles NONE = new Profiles(Optional.empty(), List.of());

  public Profiles {
    current = Fields.orEmpty(current);
    profiles = Fields.listOrEmpty(profiles);
  }

  Optional<Profile> named(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  Optional<Profile> currentProfile() {
    return current.flatMap(this::named);
  }

  /** The current one rather than another, where several are at an address. */
  Optional<Profile> at(URI address) {
    return Stream.concat(currentProfile().stream(), profiles.stream())
        .filter(profile -> profile.isAt(address))
        .findFirst();
  }

  /** With one that is new or replaces its namesake, and is the current one from then on. */
  Profiles with(Profile profile) {
    return new Profiles(
        Optional.of(profile.name()),
        Stream.concat(without(profile.name()).profiles.stream(), Stream.of(profile)).toList());
  }

  Profiles without(String name) {
    return new Profiles(
        current.filter(each -> !each.equals(name)),
        profiles.stream().filter(profile -> !profile.name().equals(name)).toList());
  }

  Profiles using(Optional<String> name) {
    return new Profiles(name, profiles);
  }
}
