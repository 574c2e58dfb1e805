package io.baton.autoscaler.local;

import io.baton.protocol.pool.PoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How nodes run on this machine.
 *
 * @param pool the nodes are called after it: {@code local-1}, {@code local-2} …
 * @param directory holds process files, logs and working directories
 * @param command the program that is a node, and its arguments
 * @param environment of every node, besides {@code BATON_NODE_ID}, {@code BATON_POOL} and {@code
 *     BATON_WORK_DIR}
 * @param grace how long a node may drain
 */
public record LocalPoolSettings(
    PoolName pool,
    Path directory,
    List<String> command,
    Map<String, String> environment,
    Duration grace) {
  public LocalPoolSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("local.command must name a program");
    }
  }
}
