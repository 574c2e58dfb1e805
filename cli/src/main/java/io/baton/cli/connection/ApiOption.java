package io.baton.cli.connection;

import io.baton.cli.Surroundings;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.PlatformState;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which API a command talks to, and as whom. */
public final class ApiOption {
  @Option(
      names = "--api",
      order = 1000,
      paramLabel = "URL",
      description =
          "Address of the Baton API. Default: BATON_API, else that of the profile, else that of the"
              + " running 'baton up', else http://127.0.0.1:8080.")
  private String api;

  @Option(
      names = "--api-key",
      order = 1001,
      paramLabel = "KEY",
      description =
          "Key that says who calls; others on this machine can read it here, so rather log in, or"
              + " set BATON_API_KEY.")
  private String apiKey;

  @Option(
      names = "--profile",
      order = 1002,
      paramLabel = "NAME",
      description =
          "Which login to use; 'local' is the running 'baton up'. Default: BATON_PROFILE, else the"
              + " last login.")
  private String profile;

  public Connection connection(Surroundings surroundings) {
    DataDirectory home = surroundings.home();
    return new ConnectionChoice(
            Optional.ofNullable(api),
            Optional.ofNullable(apiKey),
            Optional.ofNullable(profile),
            surroundings.environment(),
            () -> ProfileFile.in(home).read(),
            () -> local(home))
        .choose();
  }

  private static Optional<Profile> local(DataDirectory home) {
    return home.runningPlatform()
        .map(PlatformState::api)
        .map(address -> new Profile(Profile.LOCAL, address, home.operatorKey().read()));
  }
}
