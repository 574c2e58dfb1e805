package io.baton.it.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.Ports;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packaged training API in a process of its own, which can be killed. */
final class Replica implements AutoCloseable {
  private static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();
  private static final ApiKey KEY = ApiKey.random();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final URI address;
  private final Path log;

  private Replica(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts one and returns at once.
   *
   * @param name what PostgreSQL knows its connections by
   */
  static Replica start(String name, Map<String, String> environment) throws IOException {
    int port = Ports.free();
    Path logs = Files.createDirectories(HOME.resolve("integration-tests/target/programs"));
    Path log = logs.resolve("training-api-" + name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.datasource.jdbc.additional-jdbc-properties.ApplicationName=" + name,
                "-jar",
                new Checkout(HOME).trainingApi().toString()));
    builder.environment().putAll(environment);
    builder.environment().put("BATON_HTTP_PORT", Integer.toString(port));
    builder.environment().put("BATON_KEYS_BOOTSTRAP", KEY.value());
    builder.environment().put("BATON_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Replica(builder.start(), URI.create("http://127.0.0.1:" + port), log);
  }

  /** Returns once it is ready for requests. */
  Replica awaitReady() {
    HttpRequest ready = HttpRequest.newBuilder(address.resolve("/q/health/ready")).build();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertThat(process.isAlive()).as("it runs; its log is %s", log).isTrue();
              try {
                return HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200;
              } catch (IOException notYet) {
                return false;
              }
            });
    return this;
  }

  ApiEndpoint endpoint() {
    return new ApiEndpoint(address, Optional.of(KEY), Duration.ofSeconds(20));
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor()).as("128 + SIGKILL").isEqualTo(137);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
