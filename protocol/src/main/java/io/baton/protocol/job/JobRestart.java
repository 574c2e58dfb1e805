package io.baton.protocol.job;

import io.baton.protocol.field.Fields;

/**
 * Asks to go back to a checkpoint and go on from there. The newer ones are given up.
 *
 * @param step of a checkpoint that storage keeps, 1 to 1,000,000
 */
public record JobRestart(Integer step) {
  public JobRestart {
    Fields.required("step", step);
    Fields.inRange("step", step, 1, 1_000_000);
  }
}
