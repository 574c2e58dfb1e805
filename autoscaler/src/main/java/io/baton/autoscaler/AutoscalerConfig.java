package io.baton.autoscaler;

import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the service. Each can be given as an environment variable too: {@code
 * BATON_AUTOSCALER_API_TIMEOUT} for {@code baton.autoscaler.api-timeout}. Those of pools, below
 * {@code baton.autoscaler.pools}, are read by {@link io.baton.autoscaler.pool.PoolProviders}.
 */
@ConfigMapping(prefix = "baton.autoscaler")
public interface AutoscalerConfig {
  /** Where the training API answers. */
  @WithDefault("http://127.0.0.1:8080")
  URI api();

  /** An operator's API key. Default: none, which the API refuses. */
  Optional<String> apiKey();

  /** How long to wait for an answer of the API, as a duration. */
  @WithDefault("10s")
  Duration apiTimeout();

  /** Pause between two looks at a pool, as a duration. */
  @WithDefault("15s")
  Duration reconcileEvery();

  /** How often to look for bad nodes of a pool, as a duration longer than nothing. */
  @WithDefault("5m")
  Duration reallocateEvery();

  /**
   * How long this autoscaler may act on a pool after the API said so, as a duration: whole seconds
   * from 1 s to 1 h, and longer than a look takes and the pause after it.
   */
  @WithDefault("60s")
  Duration lease();

  /** The policy of pools as long as nobody set theirs at the API. */
  Policy policy();

  /** A policy in short; the rest is as it is by default at the API. */
  interface Policy {
    /** Nodes that run even when there is nothing to do, 0 to 10,000. */
    @WithDefault("0")
    int minReplicas();

    /** Nodes that never are exceeded, 1 to 10,000 and at least {@code min-replicas}. */
    @WithDefault("1")
    int maxReplicas();

    /** Jobs that one node is meant to work off, 1 to 10,000. */
    @WithDefault("1")
    int jobsPerNode();

    /** How long a node that is not needed stays, the last one too, as a duration up to 1 d. */
    @WithDefault("60s")
    Duration idle();

    /** As a policy of the API. */
    default PoolPolicy asPolicy() {
      int idle = Math.toIntExact(idle().toSeconds());
      return new PoolPolicyBuilder()
          .replicas(minReplicas(), maxReplicas())
          .jobsPerNode(jobsPerNode())
          .idleSeconds(idle, idle)
          .build();
    }
  }
}
