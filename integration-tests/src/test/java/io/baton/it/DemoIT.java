package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, as a newcomer runs it. */
class DemoIT {
  @TempDir Path home;

  @Test
  void a_job_that_loses_its_node_gives_the_same_lora_as_one_that_does_not() throws IOException {
    BatonProgram demo = demo();

    assertHeld(demo, 1);
  }

  @Tag("long")
  @RepeatedTest(3)
  void the_demonstration_can_be_run_again_and_again() throws IOException {
    assertHeld(demo(), 1);
  }

  @Tag("long")
  @Test
  void a_job_can_lose_two_nodes() throws IOException {
    assertHeld(demo("--kill-at", "15", "--kill-at", "37"), 2);
  }

  private BatonProgram demo(String... kills) throws IOException {
    return BatonProgram.run(
        home,
        Stream.concat(
                Stream.of("demo", "--json", "--keep", home.resolve("demo").toString()),
                Stream.of(kills))
            .toArray(String[]::new));
  }

  /** Judges by the report's facts, not by its verdict alone. */
  private void assertHeld(BatonProgram demo, int kills) throws IOException {
    assertThat(demo.exitCode()).as("%s%n%s", demo.out(), demo.err()).isZero();
    JsonNode report = Json.mapper().readTree(demo.out());
    assertThat(report.path("held").asBoolean()).isTrue();
    assertThat(report.path("kills")).hasSize(kills);
    JsonNode attempts = report.path("killed").path("attempts");
    assertThat(attempts).hasSize(kills + 1);
    for (int i = 1; i <= kills; i++) {
      assertThat(attempts.path(i - 1).path("outcome").asText()).isEqualTo("lost");
      assertThat(attempts.path(i).path("resumedFromStep").asInt()).isPositive().isLessThan(60);
      assertThat(attempts.path(i).path("node")).isNotEqualTo(attempts.path(i - 1).path("node"));
    }
    assertThat(report.path("undisturbed").path("attempts")).hasSize(1);
    Path lora = Path.of(report.path("lora").path("path").asText());
    assertThat(lora).exists();
    assertThat(
            Files.mismatch(
                lora, lora.resolve("../../undisturbed").resolve(lora.getFileName()).normalize()))
        .isEqualTo(-1);
    assertThat(demo.survivors()).isEmpty();
    assertThat(home.resolve("demo").resolve("postgresql")).isNotEmptyDirectory();
    assertThat(home.resolve("demo").resolve("storage")).isNotEmptyDirectory();
  }
}
