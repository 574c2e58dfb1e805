package io.baton.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events to those who follow them. */
public interface EventsConfig {
  /** A stream with no news gives a sign of life that often, 1 s to 5 m. Default 15 s. */
  @WithDefault("15s")
  Duration heartbeat();

  /**
   * A stream ends after so long, and its reader comes back with the id of the last event: a key
   * that was withdrawn reads no longer than that. Default 15 m.
   */
  @WithDefault("15m")
  Duration longestStream();

  /** Most streams at one replica. Default 1,000. */
  @WithDefault("1000")
  int maxStreams();

  /** Most streams of one owner at one replica. Default 100. */
  @WithDefault("100")
  int maxStreamsOfOwner();
}
