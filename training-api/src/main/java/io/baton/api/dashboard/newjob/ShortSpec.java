package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobSpec;
import java.util.List;
import java.util.Map;

/** A job in as few words as it can be asked for: what the service fills in is left out. */
final class ShortSpec {
  private ShortSpec() {}

  static ObjectNode of(JobSpec spec) {
    ObjectNode whole = Json.mapper().valueToTree(spec);
    shorten(whole, whole, spec);
    return whole;
  }

  /** Takes away each field without which the whole still means the same. */
  private static void shorten(ObjectNode whole, ObjectNode part, JobSpec meaning) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(part.properties())) {
      part.remove(field.getKey());
      if (!means(whole, meaning)) {
        part.set(field.getKey(), field.getValue());
        if (field.getValue() instanceof ObjectNode inner) {
          shorten(whole, inner, meaning);
        }
      }
    }
  }

  private static boolean means(ObjectNode json, JobSpec meaning) {
    try {
      return Json.mapper().treeToValue(json, JobSpec.class).equals(meaning);
    } catch (JsonProcessingException | InvalidFieldException refused) {
      return false;
    }
  }
}
