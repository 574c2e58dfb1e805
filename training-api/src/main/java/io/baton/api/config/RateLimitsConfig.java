package io.baton.api.config;

import io.smallrye.config.WithDefault;

/**
 * Most requests that one key may make of one replica, each at least 1: so many a second on average,
 * and a burst of so many at once.
 */
public interface RateLimitsConfig {
  /** A user's requests a second. Default 50. */
  @WithDefault("50")
  long userPerSecond();

  /** A user's requests at once. Default 500. */
  @WithDefault("500")
  long userBurst();

  /** Requests a second of all nodes that share a key. Default 5,000. */
  @WithDefault("5000")
  long nodePerSecond();

  /** Requests at once of all nodes that share a key. Default 10,000. */
  @WithDefault("10000")
  long nodeBurst();

  /** An operator's requests a second. Default 500. */
  @WithDefault("500")
  long operatorPerSecond();

  /** An operator's requests at once. Default 5,000. */
  @WithDefault("5000")
  long operatorBurst();
}
