package io.baton.cli;

import io.baton.cli.platform.DataDirectory;
import io.baton.cli.platform.PlatformState;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.JobsClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which API a command talks to. */
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

  public JobsClient jobs() {
    return new JobsClient(address(), TIMEOUT);
  }

  public DatasetsClient datasets() {
    return new DatasetsClient(address(), TIMEOUT);
  }

  /** The address, always http or https with a host. */
  public URI address() {
    if (api != null) {
      return checked(api, "--api");
    }
    String variable = System.getenv("BATON_API");
    if (variable != null && !variable.isBlank()) {
      return checked(URI.create(variable.strip()), "BATON_API");
    }
    Optional<PlatformState> local = DataDirectory.byDefault().runningPlatform();
    return local.map(PlatformState::api).orElse(DEFAULT);
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
