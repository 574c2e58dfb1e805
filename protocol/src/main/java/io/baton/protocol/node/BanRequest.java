package io.baton.protocol.node;

import io.baton.protocol.field.Fields;

/**
 * Keeps a job from a node.
 *
 * @param reason one sentence, at most 500 characters; required
 */
public record BanRequest(String reason) {
  public BanRequest {
    Fields.text("reason", reason, 500);
  }
}
