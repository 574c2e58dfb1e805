package io.baton.api.docs;

import static io.baton.api.platform.TestApi.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.CommittedFile;
import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.PlatformTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest extends PlatformTest {
  private static final String OPERATIONS =
      """
      # Operations of the API

      This page is made from the code: every operation of the contract ([openapi.yaml](openapi.yaml)) in one line. [rest.md](rest.md) walks through the most used ones
      with curl and names the pages that explain the others. A method that an address lacks is answered 405, and `Allow` names those that it has.
      """;

  @Test
  void the_committed_contract_is_the_one_that_is_served() {
    CommittedFile.of("docs/openapi.yaml").requireEqual(get("/openapi").asString());
  }

  @Test
  void the_page_of_operations_is_made_of_the_contract() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (ContractDocument.Operation operation : ContractDocument.served().operations()) {
      rows.computeIfAbsent(operation.node().at("/tags/0").asText(), tag -> new ArrayList<>())
          .add("| `%s` | %s |%n".formatted(operation, operation.node().path("summary").asText()));
    }
    StringBuilder page = new StringBuilder(OPERATIONS);
    rows.forEach(
        (tag, operations) ->
            page.append("%n## %s%n%n| | |%n| --- | --- |%n".formatted(tag))
                .append(String.join("", operations)));

    CommittedFile.of("docs/operations-of-the-api.md").requireEqual(page.toString());
  }

  @Test
  void the_contract_can_be_read_in_a_browser() {
    assertThat(get("/docs").statusCode()).isEqualTo(200);
  }

  @Test
  void health_and_metrics_are_served() {
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/q/metrics").asString()).contains("jvm_memory_used_bytes");
  }
}
