package io.baton.cli.doctor;

import io.baton.cli.Baton;
import io.baton.cli.connection.Connection;
import io.baton.cli.terminal.Words;
import io.baton.protocol.access.Key;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.client.RefusedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the API that commands would call answers, knows the key, and has what it needs. */
final class ApiExamination {
  private static final String CONTRACT = "v1";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Signed addresses and tokens begin to fail when clocks differ by minutes. */
  private static final Duration TOLERATED_SKEW = Duration.ofSeconds(30);

  private final Connection connection;
  private final boolean chosen;

  /**
   * An examination.
   *
   * @param chosen whether somebody said that this API is the one; if not, none need be there
   */
  ApiExamination(Connection connection, boolean chosen) {
    this.connection = connection;
    this.chosen = chosen;
  }

  List<Finding> findings() {
    URI api = connection.endpoint().address();
    String seen = api + ", from " + connection.addressFrom();
    ServiceHealth health;
    try {
      health = ServiceHealth.of(api, PATIENCE);
    } catch (ServiceHealth.UnansweredException e) {
      return List.of(unanswered(seen, e.getMessage()));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.fine("API", seen));
    findings.add(key());
    findings.add(clock(health));
    findings.addAll(parts(health));
    findings.add(version(health));
    return findings;
  }

  private Finding unanswered(String seen, String why) {
    return chosen
        ? Finding.missing(
            "API", seen + ": " + why, "start it, or choose another: 'baton login URL', --profile")
        : Finding.advice(
            "API",
            "none runs at " + seen,
            "'baton up' runs one here; 'baton login URL' talks to one elsewhere");
  }

  private Finding key() {
    if (connection.endpoint().key().isEmpty()) {
      return Finding.missing("Key", "none", "'baton login URL', or set BATON_API_KEY");
    }
    try {
      Key key = new KeysClient(connection.endpoint().withTimeout(PATIENCE)).current();
      String whose =
          "'"
              + key.name()
              + "', role "
              + key.role().wireName()
              + key.owner().map(owner -> ", owner " + owner).orElse("")
              + ", from "
              + connection.keyFrom();
      Optional<Instant> soon =
          key.expiresAt().filter(end -> end.isBefore(Instant.now().plus(Duration.ofDays(7))));
      return soon.map(
              end ->
                  Finding.advice(
                      "Key",
                      whose + ", expires " + Words.in(end, Instant.now()),
                      "make another in time: 'baton keys create NAME'"))
          .orElseGet(() -> Finding.fine("Key", whose));
    } catch (RefusedException e) {
      return Finding.missing(
          "Key",
          "refused, from " + connection.keyFrom() + ": " + e.getMessage(),
          "log in again: 'baton login URL'");
    } catch (ApiException e) {
      return Finding.missing("Key", e.getMessage(), "try again when the API answers");
    }
  }

  static Finding clock(ServiceHealth health) {
    if (health.skew().isEmpty()) {
      return Finding.advice(
          "Clock", "the API does not tell its time", "compare the clocks by hand if in doubt");
    }
    Duration skew = health.skew().get();
    String seen =
        skew.abs().compareTo(Duration.ofSeconds(2)) < 0
            ? "as the API's"
            : Words.of(skew.abs()) + (skew.isNegative() ? " behind" : " ahead of") + " the API's";
    return skew.abs().compareTo(TOLERATED_SKEW) <= 0
        ? Finding.fine("Clock", seen)
        : Finding.missing("Clock", seen, "set this machine's clock: signed addresses will fail");
  }

  /** As the service itself sees what it stands on. */
  private static List<Finding> parts(ServiceHealth health) {
    return health.parts().entrySet().stream()
        .map(
            part ->
                Finding.needed(
                    part.getValue(),
                    part.getKey(),
                    part.getValue() ? "answers the API" : "does not answer the API",
                    "whoever runs the service finds more in its log"))
        .toList();
  }

  private static Finding version(ServiceHealth health) {
    String own = Baton.version();
    String theirs = health.version().orElse("unknown");
    String seen = "baton " + own + ", contract of the API " + theirs;
    return health.version().filter(version -> !version.equals(CONTRACT)).isPresent()
        ? Finding.advice(
            "Versions",
            seen + "; this command line speaks " + CONTRACT,
            "take the command line of the service's version")
        : Finding.fine("Versions", seen);
  }
}
