package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Some decisions about a pool, the newest first.
 *
 * @param decisions this page, at most 200 entries; default none
 * @param nextCursor asks for the page after; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScalingDecisionPage(
    List<StoredScalingDecision> decisions, Optional<String> nextCursor) {
  public ScalingDecisionPage {
    decisions = Fields.listOrEmpty(decisions);
    nextCursor = Fields.orEmpty(nextCursor);
  }
}
