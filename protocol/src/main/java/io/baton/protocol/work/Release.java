package io.baton.protocol.work;

import io.baton.protocol.field.Fields;

/**
 * The node gives the job back.
 *
 * @param reason one sentence for the user, 1 to 2,000 characters
 * @param step the last optimizer step done, at least 0
 */
public record Release(String reason, int step) {
  public Release {
    Fields.text("reason", reason, 2000);
    Fields.inRange("step", step, 0, Integer.MAX_VALUE);
  }
}
