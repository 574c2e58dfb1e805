package io.baton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private final FakeApi api = new FakeApi();

  @AfterEach
  void close() {
    api.close();
  }

  private void healthy(boolean storage) {
    api.handles(
        "GET /q/health/ready",
        (exchange, body) ->
            FakeApi.send(
                exchange,
                storage ? 200 : 503,
                Map.of(
                    "checks",
                    List.of(
                        Map.of("name", "Database connections health check", "status", "UP"),
                        Map.of("name", "storage", "status", storage ? "UP" : "DOWN")))));
  }

  private CommandLineRun doctor(String... more) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--api-only"));
    arguments.addAll(List.of(more));
    return api.setting()
        .variable("BATON_API_KEY", ApiKey.random().value())
        .run(arguments.toArray(String[]::new));
  }

  @Test
  void what_is_wrong_is_told_with_what_to_do() {
    healthy(false);
    api.refuses("GET /v1/keys/current", ErrorCode.UNAUTHENTICATED, "The API key is not valid.");

    CommandLineRun doctor = doctor();

    assertThat(doctor.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(doctor.out())
        .contains("✓ API", "from BATON_API")
        .contains("✗ Key", "The API key is not valid.", "baton login URL")
        .contains("✓ Database")
        .contains("✗ Storage", "does not answer the API")
        .contains("2 problems");
  }

  @Test
  void scripts_get_the_findings_in_words_with_a_remedy_where_there_is_one()
      throws JsonProcessingException {
    healthy(false);
    api.refuses("GET /v1/keys/current", ErrorCode.UNAUTHENTICATED, "The API key is not valid.");

    JsonNode findings = new ObjectMapper().readTree(doctor("--json").out());

    Map<String, JsonNode> bySubject = new HashMap<>();
    findings.forEach(finding -> bySubject.put(finding.get("subject").textValue(), finding));
    assertThat(bySubject.get("Database").get("verdict").textValue()).isEqualTo("fine");
    assertThat(bySubject.get("Database").has("remedy")).isFalse();
    assertThat(bySubject.get("Storage").get("verdict").textValue()).isEqualTo("missing");
    assertThat(bySubject.get("Storage").get("remedy").textValue()).isNotEmpty();
  }

  @Test
  void a_clock_that_is_wrong_is_told() {
    ServiceHealth ahead =
        new ServiceHealth(Map.of(), Optional.of(Duration.ofMinutes(10)), Optional.empty());
    ServiceHealth right =
        new ServiceHealth(Map.of(), Optional.of(Duration.ofMillis(-700)), Optional.empty());

    assertThat(ApiExamination.clock(ahead).verdict()).isEqualTo(Finding.Verdict.MISSING);
    assertThat(ApiExamination.clock(ahead).seen()).isEqualTo("10 min 00 s ahead of the API's");
    assertThat(ApiExamination.clock(right).verdict()).isEqualTo(Finding.Verdict.FINE);
  }

  @Test
  void something_else_at_the_address_is_not_baton() {
    api.answers("GET /q/health/ready", "hello");

    assertThat(doctor().out()).contains("what answers there is not Baton");
  }
}
