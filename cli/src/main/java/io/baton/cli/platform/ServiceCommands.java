package io.baton.cli.platform;

import io.baton.cli.platform.ServiceProcess.Description;
import io.baton.locals3.LocalS3Process;
import io.baton.protocol.access.ApiKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command lines and settings of the services of a local platform. */
final class ServiceCommands {
  static final String BUCKET = "baton";
  static final String POOL = "local";

  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What a node that drained in time needs to end. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(5);

  private final PlatformSettings settings;
  private final Checkout checkout;

  ServiceCommands(PlatformSettings settings, Checkout checkout) {
    this.settings = settings;
    this.checkout = checkout;
  }

  Description trainingApi(
      PostgresServer database, LocalS3Process storage, ApiKey operator, URI autoscaler) {
    return new Description(
        "training API",
        java("256m", checkout.trainingApi()),
        Map.ofEntries(
            Map.entry("BATON_HTTP_HOST", "127.0.0.1"),
            Map.entry("BATON_HTTP_PORT", Integer.toString(settings.apiPort())),
            Map.entry("BATON_DATABASE_URL", database.jdbcUrl()),
            Map.entry("BATON_DATABASE_USER", "postgres"),
            Map.entry("BATON_DATABASE_PASSWORD", "postgres"),
            Map.entry("BATON_STORAGE_ENDPOINT", storage.endpoint().toString()),
            Map.entry("BATON_STORAGE_BUCKET", BUCKET),
            Map.entry("BATON_STORAGE_ACCESS_KEY", storage.accessKey()),
            Map.entry("BATON_STORAGE_SECRET_KEY", storage.secretKey()),
            Map.entry("BATON_KEYS_BOOTSTRAP", operator.value()),
            Map.entry("BATON_AUTOSCALER_URLS", autoscaler.toString()),
            Map.entry("BATON_LEASE_DURATION", settings.lease().toString()),
            Map.entry("BATON_LEASE_HEARTBEAT", settings.heartbeat().toString()),
            Map.entry("BATON_LEASE_LAPSE_INTERVAL", "1s"),
            // Everything here is this user's own, the receivers of webhooks included.
            Map.entry("BATON_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true")),
        settings.data().logs().resolve("training-api.log"),
        GRACE);
  }

  Description autoscaler(String api, int port, ApiKey operator, ApiKey nodes) {
    return new Description(
        "autoscaler",
        java("64m", checkout.autoscaler()),
        Map.ofEntries(
            Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
            Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
            Map.entry("BATON_AUTOSCALER_API", api),
            Map.entry("BATON_AUTOSCALER_API_KEY", operator.value()),
            Map.entry("BATON_AUTOSCALER_POOLS_LOCAL_LOCAL_NODE_KEY", nodes.value()),
            Map.entry("BATON_AUTOSCALER_RECONCILE_EVERY", "1s"),
            Map.entry("BATON_AUTOSCALER_LEASE", "10s"),
            Map.entry("BATON_AUTOSCALER_POOLS_LOCAL_PROVIDER", "local"),
            Map.entry(
                "BATON_AUTOSCALER_POLICY_MIN_REPLICAS", Integer.toString(settings.minNodes())),
            Map.entry(
                "BATON_AUTOSCALER_POLICY_MAX_REPLICAS", Integer.toString(settings.maxNodes())),
            Map.entry("BATON_AUTOSCALER_POLICY_IDLE", settings.idle().toString()),
            Map.entry(
                "BATON_AUTOSCALER_POOLS_LOCAL_LOCAL_DIRECTORY", settings.data().pool().toString()),
            Map.entry(
                "BATON_AUTOSCALER_POOLS_LOCAL_LOCAL_COMMAND", checkout.trainerNode().toString()),
            Map.entry(
                "BATON_AUTOSCALER_POOLS_LOCAL_LOCAL_GRACE",
                settings.grace().plus(DRAIN_MARGIN).toString()),
            // Nodes inherit these.
            Map.entry("BATON_API", api),
            Map.entry("BATON_MODELS_DIR", settings.data().models().toString()),
            // Threads of libtorch that wait by spinning starve the services on the same cores.
            Map.entry("OMP_WAIT_POLICY", "PASSIVE"),
            Map.entry("OMP_NUM_THREADS", trainerThreads()),
            Map.entry("BATON_POLL_MILLIS", "500"),
            Map.entry("BATON_DRAIN_SECONDS", Long.toString(settings.grace().toSeconds())),
            Map.entry("BATON_TRAINER", checkout.sdxlLora().toString())),
        settings.data().logs().resolve("autoscaler.log"),
        settings.grace().plus(DRAIN_MARGIN).plus(GRACE));
  }

  Description tinyModel(Path directory) {
    return new Description(
        "program that makes the tiny model",
        List.of(
            checkout.sdxlLora().toString(),
            "init-model",
            "--preset",
            "tiny",
            "--seed",
            "0",
            directory.toString()),
        Map.of(),
        settings.data().logs().resolve("init-model.log"),
        GRACE);
  }

  // Threads that sleep at every barrier gain little: two take twice as long as one with the tiny
  // model.
  private static String trainerThreads() {
    return Optional.ofNullable(System.getenv("OMP_NUM_THREADS"))
        .orElseGet(
            () -> Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
  }

  /** A small JVM that starts fast and leaves the cores to the training. */
  private static List<String> java(String heap, Path jar) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-jar",
        jar.toString());
  }
}
