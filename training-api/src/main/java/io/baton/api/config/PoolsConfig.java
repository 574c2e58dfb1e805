package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is kept of pools. */
public interface PoolsConfig {
  /**
   * How long decisions are kept after they were made last; those that replaced machines at least 30
   * d. Default 30 d.
   */
  @WithDefault("30d")
  Duration decisionsKept();

  /** How often a sample of every pool is taken for charts, at least 1 s. Default 1 m. */
  @WithDefault("1m")
  Duration sampleInterval();

  /** How long samples are kept. Default 30 d. */
  @WithDefault("30d")
  Duration historyKept();

  /** How often those that are older are deleted, at least 1 s. Default 10 m. */
  @WithDefault("10m")
  Duration cleanupInterval();
}
