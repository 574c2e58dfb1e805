package io.baton.api.node;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of nodes ended. Its text means nothing to callers. */
public record NodeCursor(String afterId) {
  public static NodeCursor parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      return new NodeCursor(new NodeId(new String(decoded, StandardCharsets.US_ASCII)).value());
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
    }
  }

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(afterId.getBytes(StandardCharsets.US_ASCII));
  }
}
