package io.baton.protocol.node;

import io.baton.protocol.field.Fields;

/**
 * Empties a node: it gives its job back at the next heartbeat and gets no other.
 *
 * @param reason one sentence, at most 500 characters; the owner of the job that the node gives back
 *     reads it too; default: An operator drains the node.
 */
public record DrainRequest(String reason) {
  public DrainRequest {
    reason = Fields.orDefault(reason, "An operator drains the node.");
    Fields.text("reason", reason, 500);
  }
}
