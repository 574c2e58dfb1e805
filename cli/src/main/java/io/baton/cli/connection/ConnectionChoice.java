package io.baton.cli.connection;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.field.InvalidFieldException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses an API and a key. A key that is stored is sent to the address that it was stored with,
 * and nowhere else.
 *
 * @param api {@code --api}
 * @param apiKey {@code --api-key}
 * @param profile {@code --profile}
 * @param environment variables of the process
 * @param profiles what is stored
 * @param local the platform that runs on this machine
 */
record ConnectionChoice(
    Optional<String> api,
    Optional<String> apiKey,
    Optional<String> profile,
    Map<String, String> environment,
    Supplier<Profiles> profiles,
    Supplier<Optional<Profile>> local) {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A value and where it comes from. */
  private record Found<T>(T value, String from) {}

  Connection choose() {
    Found<URI> address = address();
    Optional<Found<ApiKey>> key = key(address.value());
    return new Connection(
        new ApiEndpoint(address.value(), key.map(Found::value), TIMEOUT),
        address.from(),
        key.map(Found::from).orElse("none"));
  }

  /** Always http or https with a host. */
  private Found<URI> address() {
    if (api.isPresent()) {
      return new Found<>(Addresses.checked(api.get(), "--api"), "--api");
    }
    if (profile.isPresent()) {
      return ofProfile(profile.get());
    }
    Optional<String> variable = variable("BATON_API");
    if (variable.isPresent()) {
      return new Found<>(Addresses.checked(variable.get(), "BATON_API"), "BATON_API");
    }
    Optional<String> named = variable("BATON_PROFILE").or(() -> profiles.get().current());
    if (named.isPresent()) {
      return ofProfile(named.get());
    }
    return local
        .get()
        .map(running -> new Found<>(running.api(), "the running 'baton up'"))
        .orElseGet(() -> new Found<>(DEFAULT, "the default"));
  }

  private Found<URI> ofProfile(String name) {
    Profile found =
        profiles
            .get()
            .named(name)
            .or(() -> name.equals(Profile.LOCAL) ? local.get() : Optional.empty())
            .orElseThrow(() -> unknown(name));
    return new Found<>(found.api(), "profile " + name);
  }

  private static CommandFailedException unknown(String name) {
    return CommandFailedException.usage(
        name.equals(Profile.LOCAL)
            ? "No 'baton up' runs here, which profile local stands for: start it, or choose another"
                + " profile."
            : "There is no profile '"
                + name
                + "': 'baton profiles' lists them, 'baton login URL --profile "
                + name
                + "' makes it.");
  }

  private Optional<Found<ApiKey>> key(URI address) {
    if (apiKey.isPresent()) {
      return Optional.of(new Found<>(checked(apiKey.get(), "--api-key"), "--api-key"));
    }
    Optional<String> variable = variable("BATON_API_KEY");
    if (variable.isPresent()) {
      return Optional.of(new Found<>(checked(variable.get(), "BATON_API_KEY"), "BATON_API_KEY"));
    }
    return stored(address)
        .or(() -> local.get().filter(running -> running.isAt(address)))
        .flatMap(found -> found.key().map(key -> new Found<>(key, "profile " + found.name())));
  }

  private Optional<Profile> stored(URI address) {
    Profiles known = profiles.get();
    return profile
        .flatMap(known::named)
        .filter(chosen -> chosen.isAt(address))
        .or(() -> known.at(address));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  static ApiKey checked(String key, String origin) {
    try {
      return new ApiKey(key.strip());
    } catch (InvalidFieldException e) {
      throw CommandFailedException.usage(origin + " is no API key: " + e.getMessage() + ".");
    }
  }
}
