package io.baton.it.bench;

import io.baton.cli.platform.Ports;
import io.baton.locals3.LocalS3Process;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * PostgreSQL that waits for the disk, an S3 server, and the service's jar in a process of its own.
 */
public final class BenchPlatform implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final Path directory;
  private final Path serviceJar;
  private final EmbeddedPostgres postgres;
  private final LocalS3Process storage;
  private final int port = Ports.free();
  private final String operatorKey;
  private final Map<String, String> settings;
  private String nodeKey;
  private Process service;

  /**
   * Starts PostgreSQL and storage.
   *
   * @param settings of the service, given where storage answers
   */
  public BenchPlatform(Path directory, Path serviceJar, Function<URI, Map<String, String>> settings)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    this.serviceJar = serviceJar;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.operatorKey = "baton_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    this.postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgresql"))
            .setServerConfig("shared_buffers", "128MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "60")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(directory.resolve("postgresql.log").toFile()))
            .setErrorRedirector(
                ProcessBuilder.Redirect.appendTo(
                    directory.resolve("postgresql-errors.log").toFile()))
            .start();
    this.storage =
        LocalS3Process.in(directory.resolve("storage"))
            .port(0)
            .keys("bench", "benchbench")
            .buckets("baton")
            .start();
    this.settings = settings.apply(storage.endpoint());
  }

  /** Starts the service and returns how long it took to be ready. */
  public Duration startService() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms64m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            serviceJar.toString());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("BATON_HTTP_PORT", Integer.toString(port)),
                Map.entry(
                    "BATON_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres"),
                Map.entry("BATON_DATABASE_USER", "postgres"),
                Map.entry("BATON_DATABASE_PASSWORD", "postgres"),
                Map.entry("BATON_STORAGE_ENDPOINT", storage.endpoint().toString()),
                Map.entry("BATON_STORAGE_ACCESS_KEY", storage.accessKey()),
                Map.entry("BATON_STORAGE_SECRET_KEY", storage.secretKey()),
                Map.entry("BATON_KEYS_BOOTSTRAP", operatorKey)));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.resolve("training-api.log").toFile()));
    long from = System.nanoTime();
    service = builder.start();
    while (!isReady()) {
      if (!service.isAlive() || System.nanoTime() - from > LONGEST_START.toNanos()) {
        throw new IllegalStateException(
            "the service did not start; see " + directory.resolve("training-api.log"));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private boolean isReady() {
    try (Connection connection = connectAsOperator()) {
      return connection.get("/q/health/ready").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  void stopService() throws InterruptedException {
    service.destroy();
    if (!service.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the service did not stop within 30 s of SIGTERM");
    }
  }

  public URI api() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The service, called as its operator. */
  public ApiEndpoint asOperator() {
    return new ApiEndpoint(api(), Optional.of(new ApiKey(operatorKey)), LONGEST_ANSWER);
  }

  Connection connectAsOperator() throws IOException {
    return new Connection(port, operatorKey);
  }

  /** With the key that all nodes of the pool share. */
  Connection connectAsNode() throws IOException {
    return new Connection(port, nodeKey());
  }

  /** The key that all nodes of the pool {@code bench} share. */
  public String nodeKey() throws IOException {
    if (nodeKey == null) {
      try (Connection operator = connectAsOperator()) {
        nodeKey =
            operator
                .post("/v1/keys", "{\"name\":\"nodes\",\"role\":\"node\",\"pool\":\"bench\"}")
                .require(201)
                .field("secret");
      }
    }
    return nodeKey;
  }

  java.sql.Connection database() throws SQLException {
    return DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
  }

  ProcessFigures service() {
    return new ProcessFigures(service.pid());
  }

  /** Of the service and of PostgreSQL, since each started. */
  CpuTime cpuTime() throws IOException {
    List<String> lines =
        Files.readAllLines(directory.resolve("postgresql").resolve("postmaster.pid"));
    ProcessFigures postgresql = new ProcessFigures(Long.parseLong(lines.get(0).strip()));
    return new CpuTime(service().cpuSecondsOfAll(), postgresql.cpuSecondsOfAll());
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.destroy();
      try {
        if (!service.waitFor(15, TimeUnit.SECONDS)) {
          service.destroyForcibly();
        }
      } catch (InterruptedException e) {
        service.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    storage.close();
    postgres.close();
    // PostgreSQL removes its own; the logs stay.
    try (Stream<Path> files = Files.walk(directory.resolve("storage"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
