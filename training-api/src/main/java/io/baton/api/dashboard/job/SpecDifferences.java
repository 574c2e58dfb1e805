package io.baton.api.dashboard.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobSpec;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a job asks for, and what of it is not the default. */
public final class SpecDifferences {
  private SpecDifferences() {}

  /** Every option by its path, in the order of paths. */
  public static Map<String, String> options(JobSpec spec) {
    Map<String, String> options = new TreeMap<>();
    flatten("", Json.mapper().valueToTree(spec), options);
    return options;
  }

  /** Options that differ from those of a spec in which only what is required is said. */
  static Map<String, String> ofDefaults(JobSpec spec) {
    Map<String, String> different = options(spec);
    barest(spec).ifPresent(least -> different.entrySet().removeAll(options(least).entrySet()));
    return different;
  }

  private static Optional<JobSpec> barest(JobSpec spec) {
    return spec.training()
        .map(
            training -> {
              var least = Json.mapper().createObjectNode();
              least.put("datasetId", spec.datasetId().value());
              least.put("baseModel", spec.baseModel().name());
              ObjectNode options = least.putObject("training");
              options.put("instancePrompt", training.instancePrompt());
              training.maxTrainSteps().ifPresent(steps -> options.put("maxTrainSteps", steps));
              training.numTrainEpochs().ifPresent(epochs -> options.put("numTrainEpochs", epochs));
              return Json.mapper().convertValue(least, JobSpec.class);
            });
  }

  private static void flatten(String path, JsonNode node, Map<String, String> options) {
    if (node.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        flatten(name, field.getValue(), options);
      }
    } else if (!node.isNull() && !(node.isArray() && node.isEmpty())) {
      options.put(path, text(node));
    }
  }

  private static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.asText();
    }
    // 0.0001 reads better than 1.0E-4.
    return node.isFloatingPointNumber()
        ? node.decimalValue().stripTrailingZeros().toPlainString()
        : node.toString();
  }
}
