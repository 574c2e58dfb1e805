package io.baton.node.config;

import io.baton.node.log.LogLevel;
import io.baton.node.trainer.TrainerProgram;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that can be set on a node; {@code docs/trainer-node.md} has the options, their units
 * and defaults.
 *
 * @param api where the API answers, how long to wait for an answer, and the node's key
 * @param nodeId who this node is; empty: a name that is made up once and kept in the work directory
 * @param pool which pool it belongs to
 * @param workDirectory its jobs' files; of this agent alone
 * @param modelsDirectory its base models
 * @param trainer what it trains with
 * @param pollInterval how long to wait before asking again when there is no work
 * @param drainTimeout how long a drain may take
 * @param storagePatience how long storage may fail before the attempt does
 * @param logLevel how much to tell
 * @param once whether to end after one job
 */
public record NodeConfig(
    ApiEndpoint api,
    Optional<NodeId> nodeId,
    PoolName pool,
    Path workDirectory,
    Path modelsDirectory,
    TrainerProgram trainer,
    Duration pollInterval,
    Duration drainTimeout,
    Duration storagePatience,
    LogLevel logLevel,
    boolean once) {
  public NodeConfig {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(logLevel, "logLevel");
    String scheme = api.address().getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new ConfigException(
          "--api must be an address such as http://127.0.0.1:8080, not '" + api.address() + "'.");
    }
    workDirectory = workDirectory.toAbsolutePath().normalize();
    modelsDirectory = modelsDirectory.toAbsolutePath().normalize();
    requirePositive("--poll-millis", pollInterval);
    requirePositive("--api-timeout-seconds", api.timeout());
    requirePositive("--drain-seconds", drainTimeout);
    requirePositive("--storage-patience-seconds", storagePatience);
  }

  private static void requirePositive(String option, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigException(option + " must be at least 1.");
    }
  }
}
