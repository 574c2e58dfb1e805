package io.baton.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.training.LearningRateSchedule;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.webhook.WebhookTarget;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractJsonTest {
  private static final String SMALLEST_SPEC =
      """
      {"datasetId":"d1","baseModel":"tiny",
       "training":{"instancePrompt":"a photo of sks cat","maxTrainSteps":60}}
      """;

  @Test
  void smallest_spec_takes_the_defaults_of_the_reference_script() throws Exception {
    JobSpec spec = Json.mapper().readValue(SMALLEST_SPEC, JobSpec.class);

    assertThat(spec.training().orElseThrow().rank()).isEqualTo(4);
    assertThat(spec.training().orElseThrow().trainBatchSize()).isEqualTo(4);
    assertThat(spec.training().orElseThrow().learningRate()).isEqualTo(1e-4);
    assertThat(spec.training().orElseThrow().schedule().lrScheduler())
        .isEqualTo(LearningRateSchedule.CONSTANT);
    assertThat(spec.budgets().maxFailures()).isEqualTo(3);
    assertThat(spec.webhook()).isEmpty();
  }

  @Test
  void what_is_written_is_read_back_equal() throws Exception {
    JobSpec spec = Json.mapper().readValue(SMALLEST_SPEC, JobSpec.class);
    Grant grant =
        new Grant(
            new JobId("j1"),
            new Attempt(2),
            Instant.parse("2026-01-01T00:00:00Z"),
            6000,
            1000,
            250L,
            spec.withWorkload(
                spec.training().orElseThrow().toBuilder().seed(7L).build().decided(60, 10)),
            List.of(
                new Grant.DatasetObject(
                    new DatasetFile("cat.jpg", 10, "0".repeat(64)), URI.create("http://s3/x"))),
            List.of(),
            "jobs/j1/attempts/2/",
            List.of(new Grant.ResumePoint(20, "jobs/j1/attempts/1/checkpoint-20/m", "ab")),
            List.of(15),
            Optional.of(new StoredFile("lora", "jobs/j0/lora", 10, "1".repeat(64))),
            Optional.of(new Attempt(1)));

    String json = Json.mapper().writeValueAsString(grant);

    assertThat(Json.mapper().readValue(json, Grant.class)).isEqualTo(grant);
    assertThat(json).contains("\"attempt\":2").contains("2026-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../etc",
        "/etc",
        "a/b/c",
        ".hidden",
        "a/../b",
        "a//b",
        "",
        "file:/etc",
        "http://10.0.0.1/a",
        "hf://a",
        "hf://a/../b",
        "hf://a/b@../c",
        "hf://a@b/c",
        "s3://A/b",
        "s3://bucket/../b",
        "s3://bucket//b",
        "s3://user:secret@host/b"
      })
  void base_model_cannot_name_a_path_outside_the_models_directory_nor_an_address(String name) {
    assertThatThrownBy(() -> new BaseModel(name))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("'baseModel'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../cat.jpg", "a/cat.jpg", "a\\cat.jpg", ".jpg", "cat.gif", "cat"})
  void dataset_file_must_be_a_plain_image_or_caption_name(String name) {
    assertThatThrownBy(() -> new DatasetFile(name, 1, "0".repeat(64)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("'name'");
  }

  @Test
  void refused_value_names_its_field() {
    String json = SMALLEST_SPEC.replace("\"maxTrainSteps\":60", "\"maxTrainSteps\":0");

    assertThatThrownBy(() -> Json.mapper().readValue(json, JobSpec.class))
        .isInstanceOf(ValueInstantiationException.class)
        .rootCause()
        .hasMessage("'maxTrainSteps' must be from 1 to 1000000, not 0");
  }

  @Test
  void loss_that_is_no_number_is_left_out_of_a_heartbeat() {
    Heartbeat heartbeat =
        new Heartbeat(Phase.TRAINING, 3, Optional.of(Double.NaN), Optional.of(1.5));

    assertThat(heartbeat.loss()).isEmpty();
    assertThat(heartbeat.stepsPerSecond()).contains(1.5);
  }

  @Test
  void webhook_secret_is_not_shown() {
    String secret = "whsec_" + "A".repeat(32);

    assertThat(new WebhookTarget(URI.create("https://example.org/hook"), secret).toString())
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "https://u:p@example.org/", "example.org"})
  void webhook_address_must_be_plain_http(String url) {
    assertThatThrownBy(() -> new WebhookTarget(URI.create(url), "whsec_" + "A".repeat(32)))
        .isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void problem_survives_the_way_over_the_wire() throws Exception {
    Problem problem =
        Problem.of(
            ErrorCode.INVALID_FIELD,
            "'rank' must be from 1 to 1024, not 0",
            List.of(Problem.FieldError.of("rank", "must be from 1 to 1024, not 0")));

    String json = Json.mapper().writeValueAsString(problem);

    assertThat(Json.mapper().readValue(json, Problem.class)).isEqualTo(problem);
    assertThat(json).contains("\"code\":\"invalid-field\"").contains("\"status\":422");
  }
}
