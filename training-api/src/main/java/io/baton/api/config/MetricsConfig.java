package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What monitoring reads at {@code /q/metrics}. */
public interface MetricsConfig {
  /** How old the counts of jobs, events and deliveries may be, at least 0 s. Default 10 s. */
  @WithDefault("10s")
  Duration sampleAge();

  /** How often what is told of pools is read, at least 1 s. Default 10 s. */
  @WithDefault("10s")
  Duration poolInterval();

  /** How often the first steps of attempts are looked for, at least 1 s. Default 5 s. */
  @WithDefault("5s")
  Duration firstStepInterval();

  /**
   * How often heartbeats of running attempts are looked at for their timelines, at least 1 s.
   * Default 5 s.
   */
  @WithDefault("5s")
  Duration pulseInterval();
}
