package io.baton.autoscaler.saladcloud;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Which container group a pool is, and how it is asked about.
 *
 * @param name of the container group, which must exist
 * @param key of somebody who may change it
 * @param api where SaladCloud's public API answers
 * @param requestTimeout how long one request may take
 * @param patience how long one call of the provider may take, with all that is tried again
 */
record SaladCloudSettings(
    ContainerGroupName name, SaladApiKey key, URI api, Duration requestTimeout, Duration patience) {
  static final URI PUBLIC_API = URI.create("https://api.salad.com/api/public");
  static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);
  static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  SaladCloudSettings {
    if (!keepsSecrets(api)) {
      throw new IllegalArgumentException(
          "the API's address must begin with https://, as it is sent the key, not '" + api + "'");
    }
    requirePositive("request timeout", requestTimeout);
    requirePositive("patience", patience);
  }

  private static boolean keepsSecrets(URI api) {
    return api.getHost() != null
        && ("https".equals(api.getScheme())
            || "http".equals(api.getScheme()) && THIS_MACHINE.contains(api.getHost()));
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("the " + what + " must be longer than 0, not " + duration);
    }
  }
}
