package io.baton.protocol.job;

import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;

/**
 * Heartbeats of an attempt: not all of them, but a choice that is spread over its time, with the
 * first and the last.
 *
 * @param attempt whose they are
 * @param heartbeats oldest first, at most 121 entries
 */
public record AttemptPulse(Attempt attempt, List<Heartbeat> heartbeats) {
  public AttemptPulse {
    heartbeats = Fields.listOrEmpty(heartbeats);
  }

  /**
   * A time at which the node was heard of.
   *
   * @param at when
   * @param step optimizer steps done then, at least 0
   */
  public record Heartbeat(Instant at, int step) {}
}
