package io.baton.protocol.node;

import io.baton.protocol.field.Fields;
import io.baton.protocol.pool.DrainedBy;
import java.time.Instant;

/**
 * Why a node is to become empty.
 *
 * @param reason one sentence
 * @param since when it was told
 * @param by who wants it; default operator
 */
public record Drain(String reason, Instant since, DrainedBy by) {
  public Drain {
    by = Fields.orDefault(by, DrainedBy.OPERATOR);
  }
}
