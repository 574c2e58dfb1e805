package io.baton.node.config;

import io.baton.node.log.LogSettings;
import io.baton.node.models.ModelSettings;
import io.baton.node.trainer.HangLimits;
import io.baton.node.trainer.TrainerLimits;
import io.baton.node.trainer.TrainerProgram;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.WorkRequest;
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
 * @param labels what it says about itself, for jobs to choose by
 * @param workDirectory its jobs' files; of this agent alone
 * @param models its base models
 * @param trainer what it trains with
 * @param limits what that may use of the machine
 * @param minFreeDiskBytes with less left on its disk it takes no job
 * @param pollInterval shortest time between two requests for work that bring none
 * @param longestWait how long the API may let such a request wait, 0 to 30 s
 * @param drain when and how it gives its job back
 * @param hangs how long a trainer may give no sign of life
 * @param storagePatience how long storage may fail before the attempt does
 * @param gpu index of the GPU that it trains on; empty: the first that is visible, or its CPU
 * @param log what it tells
 * @param once whether to end after one job
 */
public record NodeConfig(
    ApiEndpoint api,
    Optional<NodeId> nodeId,
    PoolName pool,
    Labels labels,
    Path workDirectory,
    ModelSettings models,
    TrainerProgram trainer,
    TrainerLimits limits,
    long minFreeDiskBytes,
    Duration pollInterval,
    Duration longestWait,
    DrainSettings drain,
    HangLimits hangs,
    Duration storagePatience,
    Optional<Integer> gpu,
    LogSettings log,
    boolean once) {
  public NodeConfig {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(drain, "drain");
    Objects.requireNonNull(hangs, "hangs");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(gpu, "gpu");
    Objects.requireNonNull(log, "log");
    String scheme = api.address().getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new ConfigException(
          "--api must be an address such as http://127.0.0.1:8080, not '" + api.address() + "'.");
    }
    workDirectory = workDirectory.toAbsolutePath().normalize();
    Objects.requireNonNull(models, "models");
    requirePositive("--poll-millis", pollInterval);
    if (longestWait.isNegative() || longestWait.toSeconds() > WorkRequest.MAX_WAIT_SECONDS) {
      throw new ConfigException(
          "--wait-seconds must be from 0 to " + WorkRequest.MAX_WAIT_SECONDS + ".");
    }
    requirePositive("--api-timeout-seconds", api.timeout());
    requirePositive("--storage-patience-seconds", storagePatience);
  }

  /** Whether its operator lets jobs run commands on it. */
  public boolean allowsCommands() {
    return NodeRequirements.COMMANDS_ALLOWED.allIn(labels);
  }

  public NodeConfig withLabels(Labels newLabels) {
    return new NodeConfig(
        api,
        nodeId,
        pool,
        newLabels,
        workDirectory,
        models,
        trainer,
        limits,
        minFreeDiskBytes,
        pollInterval,
        longestWait,
        drain,
        hangs,
        storagePatience,
        gpu,
        log,
        once);
  }

  public NodeConfig withLongestWait(Duration wait) {
    return new NodeConfig(
        api,
        nodeId,
        pool,
        labels,
        workDirectory,
        models,
        trainer,
        limits,
        minFreeDiskBytes,
        pollInterval,
        wait,
        drain,
        hangs,
        storagePatience,
        gpu,
        log,
        once);
  }

  public NodeConfig withModels(ModelSettings newModels) {
    return new NodeConfig(
        api,
        nodeId,
        pool,
        labels,
        workDirectory,
        newModels,
        trainer,
        limits,
        minFreeDiskBytes,
        pollInterval,
        longestWait,
        drain,
        hangs,
        storagePatience,
        gpu,
        log,
        once);
  }

  public NodeConfig withDrain(DrainSettings newDrain) {
    return new NodeConfig(
        api,
        nodeId,
        pool,
        labels,
        workDirectory,
        models,
        trainer,
        limits,
        minFreeDiskBytes,
        pollInterval,
        longestWait,
        newDrain,
        hangs,
        storagePatience,
        gpu,
        log,
        once);
  }

  static void requirePositive(String option, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigException(option + " must be at least 1.");
    }
  }
}
