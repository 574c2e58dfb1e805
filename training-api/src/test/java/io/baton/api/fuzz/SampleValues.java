package io.baton.api.fuzz;

import static io.baton.api.platform.ContractDocument.allows;
import static io.baton.api.platform.ContractDocument.entries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.api.platform.ContractDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Values that the contract allows, drawn anew each time. */
final class SampleValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 8;

  /** What a pattern asks for, which nothing here can make, and what would keep a test waiting. */
  private static final Map<String, String> TEXT_OF_PROPERTY =
      Map.of(
          "sha256",
          "0123456789abcdef".repeat(4),
          "manifestSha256",
          "0123456789abcdef".repeat(4),
          "secret",
          "whsec_" + "QUJD".repeat(10),
          "etag",
          "0123456789abcdef",
          "holder",
          "scaler-a",
          "url",
          "http://127.0.0.1:9/hook");

  /** Records whose fields depend on each other, or ask for what nothing here can make. */
  static final Map<String, ObjectNode> RECORDS =
      Map.of(
          "TrainingOptions",
          JSON.objectNode().put("instancePrompt", "a sks cat").put("maxTrainSteps", 60),
          "CommandOptions",
          commandOptions(),
          "CheckpointRule",
          JSON.objectNode().put("layout", "renamed"),
          "JobSpec",
          jobSpec(),
          "KeyCreation",
          JSON.objectNode().put("name", "mine").put("role", "user").put("owner", "alice"),
          "WebhookChange",
          JSON.objectNode().put("enabled", true),
          "DatasetFile",
          JSON.objectNode().put("name", "cat.png").put("size", 9).put("sha256", "0".repeat(64)),
          "PolicySchedule",
          JSON.objectNode()
              .put("name", "night")
              .put("cron", "0 22 * * *")
              .put("durationSeconds", 3600)
              .put("maxReplicas", 4),
          "MetricSeries",
          metricSeries());

  private static ObjectNode metricSeries() {
    ObjectNode series = JSON.objectNode().put("name", "loss");
    series.putArray("steps").add(1).add(2);
    series.putArray("values").add(0.5).add(0.25);
    return series;
  }

  private static ObjectNode commandOptions() {
    ObjectNode command = JSON.objectNode().put("totalSteps", 60);
    command.putArray("words").add("train").add("--output_dir={output}").add("{resume}");
    return command;
  }

  private static ObjectNode jobSpec() {
    ObjectNode spec = JSON.objectNode().put("datasetId", "data-a").put("baseModel", "tiny");
    spec.putObject("training").put("instancePrompt", "a sks cat").put("maxTrainSteps", 60);
    return spec;
  }

  private final ContractDocument document;
  private final Random random;
  private final Map<String, JsonNode> known = new HashMap<>();

  SampleValues(ContractDocument document, Random random) {
    this.document = document;
    this.random = random;
  }

  /** Lets values of a schema be this one, which something in the service has. */
  void learn(String schema, JsonNode value) {
    known.put(schema, value);
  }

  JsonNode of(JsonNode schema) {
    return of("", schema);
  }

  /** The name of a property tells what its text must be. */
  JsonNode of(String property, JsonNode schema) {
    return of(property, schema, 0);
  }

  private JsonNode of(String property, JsonNode schema, int depth) {
    String reference = schema.path("$ref").asText("");
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    if (known.containsKey(name)) {
      return known.get(name);
    }
    if (RECORDS.containsKey(name) && random.nextBoolean()) {
      return RECORDS.get(name);
    }
    if (!reference.isEmpty()) {
      return of(property, document.resolve(schema), depth);
    }
    if (schema.path("anyOf").isArray()) {
      return of(property, schema.path("anyOf").path(0), depth);
    }
    if (schema.path("enum").isArray()) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    if (allows(schema, "object") || schema.has("properties")) {
      return object(schema, depth);
    }
    if (allows(schema, "array")) {
      return array(property, schema, depth);
    }
    if (allows(schema, "boolean")) {
      return JSON.booleanNode(random.nextBoolean());
    }
    if (allows(schema, "integer")) {
      return JSON.numberNode(integer(property, schema));
    }
    if (allows(schema, "number")) {
      double least = schema.path("minimum").asDouble(0);
      double most = schema.path("maximum").asDouble(least + 10);
      return JSON.numberNode(least + random.nextDouble() * (most - least));
    }
    return JSON.textNode(text(property, schema));
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : entries(schema.path("properties"))) {
      boolean wanted = random.nextInt(3) == 0 && depth < DEEPEST;
      if (required.contains(property.getKey()) || wanted) {
        object.set(property.getKey(), of(property.getKey(), property.getValue(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      object.set("key", of("", schema.path("additionalProperties"), depth + 1));
    }
    return object;
  }

  private static boolean contains(ArrayNode array, JsonNode item) {
    for (JsonNode each : array) {
      if (each.equals(item)) {
        return true;
      }
    }
    return false;
  }

  private ArrayNode array(String property, JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    int least = schema.path("minItems").asInt(0);
    int count = least + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      JsonNode item = of(property, schema.path("items"), depth + 1);
      // Many lists name a thing once only.
      if (array.size() < least || !contains(array, item)) {
        array.add(item);
      }
    }
    return array;
  }

  private long integer(String property, JsonNode schema) {
    if (property.equals("waitSeconds")) {
      return 0;
    }
    long least = schema.path("minimum").asLong(0);
    long most = schema.path("maximum").asLong(least + 100);
    long step = schema.path("multipleOf").asLong(1);
    long span = Math.min(most - least, 100L * step) / step;
    return least + step * (span <= 0 ? 0 : random.nextLong(span + 1));
  }

  private String text(String property, JsonNode schema) {
    if (TEXT_OF_PROPERTY.containsKey(property)) {
      return TEXT_OF_PROPERTY.get(property);
    }
    if (schema.path("format").asText().equals("date-time")) {
      return "2026-01-31T12:00:00Z";
    }
    if (schema.path("format").asText().equals("uri")) {
      return TEXT_OF_PROPERTY.get("url");
    }
    List<String> words = List.of("cat.png", "cat", "a photo of sks cat", "0");
    String word = words.get(random.nextInt(words.size()));
    int most = schema.path("maxLength").asInt(word.length());
    return word.substring(0, Math.min(word.length(), Math.max(1, most)));
  }
}
