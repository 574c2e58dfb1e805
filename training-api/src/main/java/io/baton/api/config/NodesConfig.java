package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is known of nodes. */
public interface NodesConfig {
  /**
   * A node that was silent for longer is offline; longer than the lease and than the longest wait
   * for work. Default 90 s.
   */
  @WithDefault("90s")
  Duration offlineAfter();

  /**
   * Lists leave out nodes that were silent for longer; those that never had a job are deleted.
   * Default 30 d.
   */
  @WithDefault("30d")
  Duration forgetAfter();

  /** How often silent nodes are looked for, at least 1 s. Default 10 s. */
  @WithDefault("10s")
  Duration presenceInterval();

  /** How nodes on which job after job fails are kept from more. */
  QuarantineConfig quarantine();
}
