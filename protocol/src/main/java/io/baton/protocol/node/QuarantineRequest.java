package io.baton.protocol.node;

import io.baton.protocol.field.Fields;

/**
 * Keeps work away from a node for a while.
 *
 * @param reason one sentence, at most 500 characters; the owner of a job that the node gives back
 *     reads it too; required
 * @param seconds how long it lasts, 60 to 2,592,000 (30 days) seconds; default 3600
 */
public record QuarantineRequest(String reason, Integer seconds) {
  public QuarantineRequest {
    Fields.text("reason", reason, 500);
    seconds = Fields.orDefault(seconds, 3600);
    Fields.inRange("seconds", seconds, 60, 2_592_000);
  }
}
