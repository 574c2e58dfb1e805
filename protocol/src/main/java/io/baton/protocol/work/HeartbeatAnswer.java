package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * What the node is to do.
 *
 * @param directive what to do with the job
 * @param reason why to stop or drain: one sentence; absent while the job goes on
 * @param leaseExpiresAt on the database's clock, for people
 * @param leaseMillis how long the lease lasts from now, in milliseconds, at least 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HeartbeatAnswer(
    Directive directive, Optional<String> reason, Instant leaseExpiresAt, long leaseMillis) {
  public HeartbeatAnswer {
    Fields.required("directive", directive);
    reason = Fields.orDefault(reason, Optional.empty());
  }
}
