package io.baton.it.pool;

import io.baton.it.bench.BenchPlatform;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.StoredScalingDecision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A pool of local nodes that take gated jobs, and the autoscalers that run it. */
final class PoolFixture implements AutoCloseable {
  private static final int DECISIONS = 200;

  private final BenchPlatform platform;
  private final PoolName pool;
  private final Path directory;
  private final LocalNodes nodes;
  private final GatedJobs jobs;
  private final Map<String, String> settings;
  private final List<AutoscalerProcess> autoscalers = new ArrayList<>();

  PoolFixture(BenchPlatform platform, String name, Path directory) throws IOException {
    this.platform = platform;
    this.pool = new PoolName(name);
    this.directory = directory;
    this.nodes = new LocalNodes(directory.resolve("nodes"));
    this.jobs =
        new GatedJobs(
            platform.asOperator(), AutoscalerProcess.HOME, directory.resolve("gates"), name);
    this.settings = settings();
  }

  /** What a service needs so that a node that died is missed in seconds. */
  static Map<String, String> service(URI storage) {
    return Map.of(
        "BATON_STORAGE_ENDPOINT", storage.toString(),
        "BATON_LEASE_DURATION", "5s",
        "BATON_LEASE_HEARTBEAT", "500ms",
        "BATON_LEASE_LAPSE_INTERVAL", "1s");
  }

  private Map<String, String> settings() throws IOException {
    Path models = directory.resolve("models");
    Files.createDirectories(models.resolve("tiny"));
    Files.writeString(models.resolve("tiny/model_index.json"), "{}");
    String key =
        new KeysClient(platform.asOperator())
            .create(KeyCreation.ofPool("nodes of " + pool, pool))
            .secret()
            .value();
    String prefix = "BATON_AUTOSCALER_POOLS_" + pool.value().toUpperCase(Locale.ROOT) + "_";
    Map<String, String> environment = new HashMap<>();
    environment.put("BATON_AUTOSCALER_API", platform.api().toString());
    environment.put("BATON_AUTOSCALER_API_KEY", platform.asOperator().key().orElseThrow().value());
    environment.put("BATON_AUTOSCALER_RECONCILE_EVERY", "500ms");
    environment.put("BATON_AUTOSCALER_REALLOCATE_EVERY", "1s");
    environment.put("BATON_AUTOSCALER_LEASE", "5s");
    environment.put(prefix + "PROVIDER", "local");
    environment.put(prefix + "LOCAL_DIRECTORY", nodes.directory().toString());
    environment.put(
        prefix + "LOCAL_COMMAND",
        AutoscalerProcess.HOME.resolve("trainer-node/bin/trainer-node").toString());
    environment.put(prefix + "LOCAL_NODE_KEY", key);
    environment.put(prefix + "LOCAL_GRACE", "20s");
    // Nodes inherit these.
    environment.put("BATON_MODELS_DIR", models.toString());
    environment.put("BATON_ALLOW_COMMANDS", "true");
    environment.put("BATON_LABELS", "pool=" + pool);
    environment.put("BATON_POLL_MILLIS", "200");
    environment.put("BATON_NODE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    return environment;
  }

  /** Starts an autoscaler for the pool. */
  AutoscalerProcess autoscaler(String name) throws IOException {
    AutoscalerProcess started = AutoscalerProcess.start(pool + "-" + name, settings);
    autoscalers.add(started);
    return started;
  }

  LocalNodes nodes() {
    return nodes;
  }

  GatedJobs jobs() {
    return jobs;
  }

  /** A policy that promises what these nodes are, and lets idle ones go soon. */
  PoolPolicyBuilder policy(int least, int most) {
    return new PoolPolicyBuilder()
        .replicas(least, most)
        .idleSeconds(1, 1)
        .drainSeconds(15)
        .provisionSeconds(60)
        .nodes(
            Optional.of(
                new NodeKind(
                    List.of(),
                    Optional.empty(),
                    new Labels(Map.of("pool", pool.value(), "baton.commands", "allowed")))));
  }

  void set(PoolPolicy policy) {
    new PoolsClient(platform.asOperator()).setPolicy(pool, policy);
  }

  /** The oldest first. */
  List<StoredScalingDecision> decisions() {
    List<StoredScalingDecision> all =
        new ArrayList<>(
            new PoolsClient(platform.asOperator())
                .decisions(pool, Optional.empty(), DECISIONS)
                .decisions());
    Collections.reverse(all);
    return all;
  }

  @Override
  public void close() {
    autoscalers.forEach(AutoscalerProcess::close);
    nodes.killAll();
  }
}
