package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Quarantine of nodes without an operator. */
public interface QuarantineConfig {
  /**
   * The share of a pool's online nodes that may be in quarantine before no more are put there
   * because jobs fail on them, 0 to 1: jobs that fail everywhere must not stop a pool. 0: none is.
   * Default 0.5.
   */
  @WithDefault("0.5")
  double maxShare();

  /** How often quarantines that are over are looked for, at least 1 s. Default 5 s. */
  @WithDefault("5s")
  Duration interval();
}
