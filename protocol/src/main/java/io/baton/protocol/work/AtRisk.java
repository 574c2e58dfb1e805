package io.baton.protocol.work;

import io.baton.protocol.field.Fields;

/**
 * What would be lost with the node: the work since the newest committed checkpoint.
 *
 * @param steps optimizer steps done since, at least 0
 * @param seconds since the training was where that checkpoint is, at least 0; 0 without such steps
 */
public record AtRisk(int steps, double seconds) {
  public static final AtRisk NOTHING = new AtRisk(0, 0);

  public AtRisk {
    Fields.inRange("atRisk.steps", steps, 0, Integer.MAX_VALUE);
    Fields.inRange("atRisk.seconds", seconds, 0.0, Double.MAX_VALUE);
  }
}
