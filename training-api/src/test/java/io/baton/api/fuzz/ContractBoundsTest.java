package io.baton.api.fuzz;

import static io.baton.api.platform.ContractDocument.allows;
import static io.baton.api.platform.ContractDocument.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the contract says of bounds, defaults and required fields is what its records do. */
@QuarkusTest
class ContractBoundsTest extends PlatformTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Reads as the service does. */
  @Inject ObjectMapper mapper;

  private ContractDocument document;
  private SampleValues samples;
  private final List<String> wrong = new ArrayList<>();

  @Test
  void records_keep_what_the_contract_says() {
    document = ContractDocument.served();
    samples = new SampleValues(document, new Random(1));
    learnNames();
    Map<String, JsonNode> bodies = new TreeMap<>();
    for (ContractDocument.Operation operation : document.operations()) {
      collect(operation.node().at("/requestBody/content/application~1json/schema"), bodies);
    }
    Map<String, Class<?>> types = ProtocolTypes.bySimpleName();
    int checked = 0;
    for (Map.Entry<String, JsonNode> body : bodies.entrySet()) {
      Class<?> type = types.get(body.getKey());
      if (type != null && type.isRecord() && body.getValue().has("properties")) {
        check(body.getKey(), type, body.getValue());
        checked++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(10);
  }

  private void learnNames() {
    samples.learn("DatasetId", JSON.textNode("data-a"));
    samples.learn("JobId", JSON.textNode("job-a"));
    samples.learn("Attempt", JSON.numberNode(3));
    samples.learn("NodeId", JSON.textNode("node-a"));
    samples.learn("PoolName", JSON.textNode("local"));
    samples.learn("BaseModel", JSON.textNode("tiny"));
    samples.learn("OwnerName", JSON.textNode("alice"));
    samples.learn("Labels", JSON.objectNode().put("team", "a"));
    SampleValues.RECORDS.forEach(samples::learn);
  }

  /** Every schema that a body may hold. */
  private void collect(JsonNode schema, Map<String, JsonNode> found) {
    String reference = schema.path("$ref").asText("");
    if (!reference.isEmpty()) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      if (found.putIfAbsent(name, document.resolve(schema)) == null) {
        collect(document.resolve(schema), found);
      }
    }
    schema.path("anyOf").forEach(each -> collect(each, found));
    entries(schema.path("properties")).forEach(each -> collect(each.getValue(), found));
    if (schema.has("items")) {
      collect(schema.path("items"), found);
    }
  }

  private void check(String name, Class<?> type, JsonNode schema) {
    ObjectNode sample = sample(name, schema);
    Optional<String> refused = refusal(type, sample);
    if (refused.isPresent()) {
      wrong.add(name + ": what should be allowed is refused: " + refused.get() + " " + sample);
      return;
    }
    for (JsonNode required : schema.path("required")) {
      ObjectNode without = sample.deepCopy().without(required.asText());
      if (refusal(type, without).isEmpty()) {
        wrong.add(name + "." + required.asText() + " is said to be required and is not");
      }
    }
    for (Map.Entry<String, JsonNode> property : entries(schema.path("properties"))) {
      String path = name + "." + property.getKey();
      for (JsonNode beyond : beyond(property.getValue())) {
        ObjectNode spoiled = sample.deepCopy();
        spoiled.set(property.getKey(), beyond);
        if (refusal(type, spoiled).isEmpty()) {
          wrong.add(path + " takes what is said to be out of bounds: " + shown(beyond));
        }
      }
      if (property.getValue().has("default") && !sample.has(property.getKey())) {
        requireDefault(path, type, sample, property);
      }
    }
  }

  private ObjectNode sample(String name, JsonNode schema) {
    if (SampleValues.RECORDS.containsKey(name)) {
      return SampleValues.RECORDS.get(name).deepCopy();
    }
    ObjectNode sample = JSON.objectNode();
    schema
        .path("required")
        .forEach(
            required ->
                sample.set(
                    required.asText(),
                    samples.of(
                        required.asText(), schema.path("properties").path(required.asText()))));
    return sample;
  }

  private void requireDefault(
      String path, Class<?> type, ObjectNode sample, Map.Entry<String, JsonNode> property) {
    JsonNode stated = property.getValue().path("default");
    JsonNode actual = read(type, sample).map(Json.mapper()::<JsonNode>valueToTree).orElseThrow();
    JsonNode value = actual.path(property.getKey());
    boolean same =
        stated.isNumber()
            ? value.isNumber() && stated.decimalValue().compareTo(value.decimalValue()) == 0
            : value.equals(stated);
    // What is absent in the record's own JSON is defaulted where it is used.
    if (!same && !value.isMissingNode()) {
      wrong.add(path + " is said to default to " + stated + " and is " + value);
    }
  }

  private static List<JsonNode> beyond(JsonNode schema) {
    List<JsonNode> beyond = new ArrayList<>();
    boolean whole = allows(schema, "integer");
    if (whole || allows(schema, "number")) {
      if (schema.has("minimum")) {
        BigDecimal least = schema.path("minimum").decimalValue();
        beyond.add(whole ? number(least.subtract(BigDecimal.ONE)) : fraction(below(least)));
      }
      if (schema.has("maximum")) {
        BigDecimal most = schema.path("maximum").decimalValue();
        beyond.add(whole ? number(most.add(BigDecimal.ONE)) : fraction(most.add(BigDecimal.ONE)));
      }
    }
    if (schema.has("minLength") && schema.path("minLength").asInt() > 0) {
      beyond.add(JSON.textNode("x".repeat(schema.path("minLength").asInt() - 1)));
    }
    if (schema.has("maxLength")) {
      beyond.add(JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
    }
    if (schema.has("minItems") && schema.path("minItems").asInt() > 0) {
      beyond.add(JSON.arrayNode());
    }
    return beyond;
  }

  private static BigDecimal below(BigDecimal least) {
    return least.signum() > 0
        ? least.divide(BigDecimal.TEN)
        : least.subtract(new BigDecimal("0.1"));
  }

  private static JsonNode number(BigDecimal value) {
    return JSON.numberNode(value.toBigIntegerExact());
  }

  private static JsonNode fraction(BigDecimal value) {
    return JSON.numberNode(value.doubleValue());
  }

  private Optional<String> refusal(Class<?> type, JsonNode json) {
    try {
      mapper.treeToValue(json, type);
      return Optional.empty();
    } catch (JsonProcessingException | InvalidFieldException e) {
      return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Optional<?> read(Class<?> type, JsonNode json) {
    try {
      return Optional.of(mapper.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.length() + " characters" : text;
  }
}
