package io.baton.api.docs;

import static io.baton.api.platform.ContractDocument.allows;
import static io.baton.api.platform.ContractDocument.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing in the contract is left to guess. What is missing here is written in the Javadoc of
 * protocol's records, or in the annotations of the resource.
 */
@QuarkusTest
class ContractDescriptionTest extends PlatformTest {
  private static final Set<String> BARE_BOUNDS =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  @Test
  void every_schema_and_property_is_described() {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : ContractDocument.served().schemas()) {
      if (isBlank(schema.getValue())) {
        missing.add(schema.getKey() + ": a comment on the class");
      }
      for (Map.Entry<String, JsonNode> property : properties(schema.getValue())) {
        if (isBlank(property.getValue())) {
          missing.add(schema.getKey() + ": @param " + property.getKey());
        }
      }
    }
    assertThat(missing).as("missing in protocol").isEmpty();
  }

  @Test
  void every_constant_is_described() {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : ContractDocument.served().schemas()) {
      String text = schema.getValue().path("description").asText();
      for (JsonNode constant : schema.getValue().path("enum")) {
        if (!text.contains("`" + constant.asText() + "`: ")) {
          missing.add(schema.getKey() + ": a comment on " + constant.asText());
        }
      }
    }
    assertThat(missing).as("missing in protocol").isEmpty();
  }

  @Test
  void every_number_has_bounds() {
    ContractDocument document = ContractDocument.served();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : document.schemas()) {
      requireBounds(schema.getKey(), schema.getValue(), missing);
      for (Map.Entry<String, JsonNode> property : properties(schema.getValue())) {
        requireBounds(schema.getKey() + "." + property.getKey(), property.getValue(), missing);
      }
    }
    for (ContractDocument.Operation operation : document.operations()) {
      for (JsonNode parameter : operation.parameters()) {
        requireBounds(
            operation + " " + parameter.path("name").asText(), parameter.path("schema"), missing);
      }
    }
    assertThat(missing).as("numbers whose text has no 'A to B' or 'at least A'").isEmpty();
  }

  private static void requireBounds(String name, JsonNode schema, List<String> missing) {
    boolean number = allows(schema, "integer") || allows(schema, "number");
    String text = schema.path("description").asText();
    if (number
        && !text.contains("any finite number")
        && BARE_BOUNDS.stream().noneMatch(schema::has)) {
      missing.add(name);
    }
  }

  @Test
  void what_may_be_left_out_says_what_stands_for_it() {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : ContractDocument.served().schemas()) {
      Set<String> required = new HashSet<>();
      schema.getValue().path("required").forEach(name -> required.add(name.asText()));
      for (Map.Entry<String, JsonNode> property : properties(schema.getValue())) {
        String text = property.getValue().path("description").asText();
        if (!required.contains(property.getKey())
            && !text.matches("(?is).*\\b(default|absent)\\b.*")) {
          missing.add(schema.getKey() + "." + property.getKey());
        }
      }
    }
    assertThat(missing).as("neither 'default …' nor 'absent …' in its @param").isEmpty();
  }

  @Test
  void every_operation_is_named_described_and_secured() {
    List<String> missing = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (ContractDocument.Operation operation : ContractDocument.served().operations()) {
      JsonNode node = operation.node();
      require(!node.path("summary").asText().isBlank(), operation + ": a summary", missing);
      require(node.path("tags").size() == 1, operation + ": one tag", missing);
      require(node.has("security"), operation + ": security", missing);
      String id = node.path("operationId").asText();
      require(!id.isBlank() && ids.add(id), operation + ": an id of its own", missing);
      for (JsonNode parameter : operation.parameters()) {
        String name = operation + ": parameter " + parameter.path("name").asText();
        require(!isBlank(parameter), name, missing);
        boolean optional = !parameter.path("required").asBoolean();
        String text = parameter.path("description").asText();
        require(
            !optional
                || parameter.path("schema").has("default")
                || text.matches("(?is).*\\b(default|absent|only)\\b.*"),
            name + ", what stands for it when it is left out",
            missing);
      }
      JsonNode body = node.path("requestBody");
      require(body.isMissingNode() || !isBlank(body), operation + ": the body", missing);
    }
    assertThat(missing).as("not described").isEmpty();
  }

  @Test
  void every_answer_is_described_and_every_error_is_a_problem() {
    ContractDocument document = ContractDocument.served();
    List<String> missing = new ArrayList<>();
    for (ContractDocument.Operation operation : document.operations()) {
      List<Map.Entry<String, JsonNode>> answers = entries(operation.node().path("responses"));
      require(
          answers.stream().anyMatch(answer -> answer.getKey().startsWith("2")),
          operation + ": what it answers when all is well",
          missing);
      for (Map.Entry<String, JsonNode> each : answers) {
        JsonNode answer = document.resolve(each.getValue());
        String name = operation + ": answer " + each.getKey();
        require(!isBlank(answer), name, missing);
        if (each.getKey().charAt(0) >= '4') {
          String schema =
              answer.path("content").path(Problem.MEDIA_TYPE).at("/schema/$ref").asText();
          require(schema.endsWith("/Problem"), name + " as a problem", missing);
        }
      }
    }
    assertThat(missing).as("not described").isEmpty();
  }

  private static void require(boolean condition, String name, List<String> missing) {
    if (!condition) {
      missing.add(name);
    }
  }

  private static boolean isBlank(JsonNode described) {
    return described.path("description").asText().isBlank();
  }

  private static List<Map.Entry<String, JsonNode>> properties(JsonNode schema) {
    return entries(schema.path("properties"));
  }
}
