package io.baton.cli.connection;

import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Words;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.KeysClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton login}. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Remembers an API and a key for it, once both are right.",
      "",
      "The key is asked for where it is not seen, or read from standard input:",
      "  baton login https://baton.example.org < key.txt",
      "It is kept in BATON_HOME/profiles.json, which only you can read, and sent to this address"
          + " only."
    })
public final class LoginCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "Where the API is. Default: BATON_API, else http://127.0.0.1:8080.")
  private String address;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = Profile.DEFAULT,
      description = "Name it, to have several. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "The key; others on this machine can read it here. Default: BATON_API_KEY, else asked for.")
  private String apiKey;

  @Mixin private OutputOptions output;

  public LoginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record LoggedIn(String profile, URI api, Key key) {}

  @Override
  public Integer call() {
    if (name.equals(Profile.LOCAL)) {
      throw CommandFailedException.usage(
          "Profile local stands for the 'baton up' of this machine and needs no login: choose"
              + " another name.");
    }
    URI api =
        Addresses.checked(
            Optional.ofNullable(address)
                .or(() -> surroundings.variable("BATON_API"))
                .orElse("http://127.0.0.1:8080"),
            "URL");
    ApiKey secret = secret(api);
    Key key = new KeysClient(new ApiEndpoint(api, Optional.of(secret), TIMEOUT)).current();
    ProfileFile file = ProfileFile.in(surroundings.home());
    file.change(known -> known.with(new Profile(name, api, Optional.of(secret))));
    output.give(
        surroundings.console(),
        new LoggedIn(name, api, key),
        () -> List.of(name),
        () -> tell(api, key, file));
    return ExitCode.OK;
  }

  private ApiKey secret(URI api) {
    Optional<String> given =
        Optional.ofNullable(apiKey).or(() -> surroundings.variable("BATON_API_KEY"));
    String text =
        given
            .or(
                () ->
                    surroundings
                        .input()
                        .secret(surroundings.console(), "API key for " + api + ": "))
            .orElseThrow(
                () ->
                    CommandFailedException.usage(
                        "No API key was given: type it, pipe it in, or set BATON_API_KEY."));
    return ConnectionChoice.checked(text, "What was given");
  }

  private void tell(URI api, Key key, ProfileFile file) {
    var console = surroundings.console();
    String whose =
        key.owner().map(owner -> ", owner " + owner).orElse("")
            + key.pool().map(pool -> ", pool " + pool).orElse("");
    console.line("@|bold,green Logged in|@ to " + api + " as profile " + name + ".");
    console.plain("  key       '" + key.name() + "', role " + key.role().wireName() + whose);
    console.plain(
        "  valid     "
            + key.expiresAt()
                .map(end -> "until " + Words.dateAndTime(end) + ", " + Words.in(end, Instant.now()))
                .orElse("until it is revoked"));
    console.plain("  kept in   " + file.file().path());
    if (surroundings.variable("BATON_API").isPresent()
        || surroundings.variable("BATON_API_KEY").isPresent()) {
      console.line("@|yellow BATON_API and BATON_API_KEY are stronger than a login: unset them.|@");
    }
  }
}
