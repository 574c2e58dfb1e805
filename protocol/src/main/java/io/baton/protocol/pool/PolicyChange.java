package io.baton.protocol.pool;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;

/**
 * A change of a pool's policy.
 *
 * @param pool whose policy it was
 * @param version of the policy that it made, at least 1
 * @param at when
 * @param by the name of the key that made it
 * @param fields what was changed; default none
 */
public record PolicyChange(
    PoolName pool, long version, Instant at, String by, List<FieldChange> fields) {
  public PolicyChange {
    fields = Fields.listOrEmpty(fields);
  }

  /**
   * A field that was changed.
   *
   * @param field of the policy, with a dot before each inner one
   * @param from its value before, as JSON; null: it was absent
   * @param to its value from then on, as JSON; null: it is absent
   */
  public record FieldChange(String field, JsonNode from, JsonNode to) {}
}
