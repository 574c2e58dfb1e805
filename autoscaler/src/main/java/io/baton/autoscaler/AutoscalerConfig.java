package io.baton.autoscaler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the service. Each can be given as an environment variable too: {@code
 * BATON_AUTOSCALER_MAX_NODES} for {@code baton.autoscaler.max-nodes}. Those of pools, below {@code
 * baton.autoscaler.pools}, are read by {@link io.baton.autoscaler.pool.PoolProviders}.
 */
@ConfigMapping(prefix = "baton.autoscaler")
public interface AutoscalerConfig {
  /** Where the training API answers. */
  @WithDefault("http://127.0.0.1:8080")
  URI api();

  /** An operator's API key. Default: none, which the API refuses. */
  Optional<String> apiKey();

  /** How long to wait for an answer of the API, as a duration. */
  @WithDefault("5s")
  Duration apiTimeout();

  /** The pool to size: 1 to 64 of a-z, 0-9 and -. */
  @WithDefault("local")
  String pool();

  /** How often to compare the pool with its demand, as a duration. */
  @WithDefault("1s")
  Duration reconcileEvery();

  /** Nodes that run even when there is nothing to do, at least 0. */
  @WithDefault("0")
  int minNodes();

  /** Nodes that never are exceeded, at least 1 and at least {@code min-nodes}. */
  @WithDefault("1")
  int maxNodes();

  /** Jobs that one node is meant to work off, at least 1. */
  @WithDefault("1")
  int jobsPerNode();

  /** How long a node that is not needed stays before it is stopped, as a duration. */
  @WithDefault("60s")
  Duration idle();
}
