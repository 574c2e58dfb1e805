package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * What the node is to do.
 *
 * @param reason why to stop or drain: one sentence
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HeartbeatAnswer(
    Directive directive, Optional<String> reason, Instant leaseExpiresAt, long leaseMillis) {
  public HeartbeatAnswer {
    Fields.required("directive", directive);
    reason = Fields.orDefault(reason, Optional.empty());
  }
}
