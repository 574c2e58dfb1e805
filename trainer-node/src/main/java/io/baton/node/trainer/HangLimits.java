package io.baton.node.trainer;

import io.baton.node.config.ConfigException;
import java.time.Duration;

/**
 * How long a trainer may give no sign of life.
 *
 * @param step between two optimizer steps
 * @param phase in anything else: loading a model, the first step, drawing images, saving
 */
public record HangLimits(Duration step, Duration phase) {
  public HangLimits {
    if (step.toSeconds() < 1 || phase.toSeconds() < 1) {
      throw new ConfigException(
          "--step-timeout-seconds and --phase-timeout-seconds must be at least 1.");
    }
  }
}
