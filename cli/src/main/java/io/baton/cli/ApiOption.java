package io.baton.cli;

import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.PlatformState;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.field.InvalidFieldException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which API a command talks to, and as whom. */
public final class ApiOption {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Option(
      names = "--api",
      paramLabel = "URL",
      description =
          "Address of the Baton API. Default: BATON_API, else that of the running 'baton up', else"
              + " http://127.0.0.1:8080.")
  private URI api;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "Key that says who calls; others on this machine can read it here, so rather set"
              + " BATON_API_KEY. Default: BATON_API_KEY, else that of the running 'baton up' if it is"
              + " the one that is called.")
  private String apiKey;

  public JobsClient jobs() {
    return new JobsClient(endpoint());
  }

  public DatasetsClient datasets() {
    return new DatasetsClient(endpoint());
  }

  public KeysClient keys() {
    return new KeysClient(endpoint());
  }

  private ApiEndpoint endpoint() {
    DataDirectory data = DataDirectory.byDefault();
    Optional<URI> local = data.runningPlatform().map(PlatformState::api);
    URI address = address(local);
    return new ApiEndpoint(address, key(address, local, data), TIMEOUT);
  }

  /** The address, always http or https with a host. */
  private URI address(Optional<URI> local) {
    if (api != null) {
      return checked(api, "--api");
    }
    String variable = System.getenv("BATON_API");
    if (variable != null && !variable.isBlank()) {
      return checked(URI.create(variable.strip()), "BATON_API");
    }
    return local.orElse(DEFAULT);
  }

  /** The local platform's key is shown to the local platform only. */
  private Optional<ApiKey> key(URI address, Optional<URI> local, DataDirectory data) {
    if (apiKey != null) {
      return Optional.of(checked(apiKey, "--api-key"));
    }
    String variable = System.getenv("BATON_API_KEY");
    if (variable != null && !variable.isBlank()) {
      return Optional.of(checked(variable, "BATON_API_KEY"));
    }
    return local
        .filter(running -> running.resolve("/").equals(address.resolve("/")))
        .flatMap(running -> data.operatorKey().read());
  }

  private static ApiKey checked(String key, String origin) {
    try {
      return new ApiKey(key.strip());
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(origin + " is no API key: " + e.getMessage() + ".", e);
    }
  }

  private static URI checked(URI address, String origin) {
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new CommandFailedException(
          origin + " must be an address such as " + DEFAULT + ", not '" + address + "'.");
    }
    return address;
  }
}
