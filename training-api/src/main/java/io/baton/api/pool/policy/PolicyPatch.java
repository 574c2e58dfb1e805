package io.baton.api.pool.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.api.problem.JsonProblems;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Changes some fields of a policy as a JSON merge patch says (RFC 7396): what it names is replaced,
 * null brings the default back, and objects are merged.
 */
@ApplicationScoped
class PolicyPatch {
  /** Its names are the operators', so that a null removes one and is no unknown field. */
  private static final String LABELS = "labels";

  /** Reads strictly, as bodies are read. */
  private final ObjectMapper mapper;

  PolicyPatch(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  PoolPolicy apply(JsonNode patch, PoolPolicy before) {
    if (!patch.isObject()) {
      throw new ProblemException(
          ErrorCode.MALFORMED_REQUEST, "The body must be a JSON object: the fields to change.");
    }
    ObjectNode merged = Json.mapper().valueToTree(before);
    merge(merged, (ObjectNode) patch, false);
    try {
      return mapper.treeToValue(merged, PoolPolicy.class);
    } catch (JsonProcessingException e) {
      throw new ProblemException(JsonProblems.of(e));
    }
  }

  /** Nulls stay, so that one under an unknown name is refused, and stand for the default. */
  private static void merge(ObjectNode target, ObjectNode patch, boolean free) {
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isObject()) {
                merge(
                    target.get(field.getKey()) instanceof ObjectNode inner
                        ? inner
                        : target.putObject(field.getKey()),
                    (ObjectNode) value,
                    field.getKey().equals(LABELS));
              } else if (value.isNull() && free) {
                target.remove(field.getKey());
              } else {
                target.set(field.getKey(), value);
              }
            });
  }
}
