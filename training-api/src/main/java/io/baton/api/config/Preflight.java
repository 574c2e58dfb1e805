package io.baton.api.config;

import io.baton.api.webhook.SecretCipher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;

/** What would keep the service from starting, found before a framework buries it in a trace. */
public final class Preflight {
  private static final List<String> REQUIRED =
      List.of("baton.storage.access-key", "baton.storage.secret-key");
  private static final String SECRET_KEYS = "baton.webhooks.secret-keys";
  private static final String CONNECT_SECONDS = "5";

  private Preflight() {}

  /** One sentence that says what to do; empty when nothing stands in the way. */
  public static Optional<String> obstacle(Config config) {
    return missingKey(config)
        .or(() -> unusableSecretKey(config))
        .or(() -> portInUse(config))
        .or(() -> databaseDown(config));
  }

  private static Optional<String> missingKey(Config config) {
    return REQUIRED.stream()
        .filter(key -> config.getOptionalValue(key, String.class).isEmpty())
        .findFirst()
        .map(key -> "'" + key + "' is not set; set it, or " + environmentName(key) + ".");
  }

  private static Optional<String> unusableSecretKey(Config config) {
    return config
        .getOptionalValues(SECRET_KEYS, String.class)
        .filter(keys -> !keys.stream().allMatch(SecretCipher::isKey))
        .map(
            keys ->
                "'"
                    + SECRET_KEYS
                    + "' holds what is not the base64 of "
                    + SecretCipher.KEY_BYTES
                    + " bytes; draw a key with 'head -c 32 /dev/urandom | base64'.");
  }

  private static String environmentName(String key) {
    return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Optional<String> portInUse(Config config) {
    String host = config.getValue("quarkus.http.host", String.class);
    int port = config.getValue("quarkus.http.port", Integer.class);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          "it cannot listen on "
              + host
              + " port "
              + port
              + " ("
              + e.getMessage()
              + "); stop what listens there, or set BATON_HTTP_PORT to another port.");
    }
  }

  private static Optional<String> databaseDown(Config config) {
    String url = config.getValue("quarkus.datasource.jdbc.url", String.class);
    Properties login = new Properties();
    login.setProperty("user", config.getValue("quarkus.datasource.username", String.class));
    config
        .getOptionalValue("quarkus.datasource.password", String.class)
        .ifPresent(password -> login.setProperty("password", password));
    login.setProperty("connectTimeout", CONNECT_SECONDS);
    try (Connection connection = DriverManager.getConnection(url, login)) {
      return connection.isValid(0)
          ? Optional.empty()
          : Optional.of("the database does not answer.");
    } catch (SQLException e) {
      return Optional.of(
          "the database at "
              + url
              + " cannot be used ("
              + e.getMessage()
              + "); start it, or set BATON_DATABASE_URL, BATON_DATABASE_USER and"
              + " BATON_DATABASE_PASSWORD.");
    }
  }
}
