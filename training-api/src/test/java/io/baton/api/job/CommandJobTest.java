package io.baton.api.job;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.LoraFormat;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that run a command of the user's, from their submission to their end. */
@QuarkusTest
class CommandJobTest extends PlatformTest {
  private static final String WORDS =
      "\"python\",\"train.py\",\"--max_train_steps={totalSteps}\",\"--seed={seed}\",\"{resume}\"";

  private DatasetId dataset;

  @BeforeEach
  void makeDataset() {
    dataset = readyDataset();
  }

  @Test
  void command_goes_only_to_a_node_that_allows_commands_and_from_there_on_as_any_job() {
    Job job = submit(command(WORDS, ""));
    assertThat(claim("node-a")).isEmpty();

    Grant first = grantToCommandNode("node-b").orElseThrow();
    CommandOptions told = first.spec().command().orElseThrow();
    assertThat(first.spec().training()).isEmpty();
    assertThat(first.totalSteps()).isEqualTo(60);
    assertThat(told.checkpointingSteps().steps()).contains(3);
    assertThat(told.seed()).isPresent();
    assertThat(heartbeat(first, 20).statusCode()).isEqualTo(200);
    commit(first, 20);
    release(first, 20);
    assertThat(claim("node-a")).isEmpty();
    Grant second = grantToCommandNode("node-b").orElseThrow();
    assertThat(second.spec().command().orElseThrow().seed()).isEqualTo(told.seed());
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(20);
    complete(second, "sub-lora.safetensors", "pytorch_lora_weights.safetensors");

    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(
            read(get("/v1/jobs/" + job.id() + "/artifact"), 200, Artifact.class).files().stream()
                .map(Artifact.ArtifactFile::format))
        .containsExactlyInAnyOrder(LoraFormat.OTHER, LoraFormat.DIFFUSERS);
  }

  @Test
  void spec_shows_the_command_and_the_nodes_it_requires() {
    Job job = submit(command(WORDS, ""));

    assertThat(job.spec().name()).startsWith("python train.py");
    assertThat(job.spec().requirements().nodeLabels()).isEqualTo(NodeRequirements.COMMANDS_ALLOWED);
    assertThat(job.progress().totalSteps()).isEqualTo(60);
    assertThat(get("/v1/jobs/" + job.id()).asString()).doesNotContain("\"training\"");
  }

  @Test
  void command_is_refused_from_users_alone_in_a_batch_and_as_a_dry_run() {
    String alice = TestKeys.user("alice");
    String json = json(command(WORDS, ""));
    for (String path : List.of("/v1/jobs", "/v1/jobs?dryRun=true")) {
      assertThat(read(postAs(alice, path, json), 422, Problem.class).detail())
          .isEqualTo(
              "'command' is for operators here: the service takes commands from nobody else"
                  + " (baton.commands.submitters).");
    }
    Problem batch =
        read(postAs(alice, "/v1/jobs/batch", "{\"jobs\":[" + json + "]}"), 422, Problem.class);
    assertThat(batch.errors().get(0).field()).isEqualTo("command");
    assertThat(tables.rows("select id from job")).isEmpty();
  }

  @Test
  void command_that_is_told_its_steps_can_be_extended_and_another_cannot() {
    Job told = submit(command(WORDS, ""));
    assertThat(extend(told).statusCode()).isEqualTo(200);
    assertThat(job(told).spec().command().orElseThrow().totalSteps()).isEqualTo(100);

    Job fixed = submit(command("\"train.sh\"", ""));
    assertThat(read(extend(fixed), 409, Problem.class).detail())
        .contains("no word of it is {totalSteps}");
    assertThat(job(fixed).progress().totalSteps()).isEqualTo(60);
  }

  @Test
  void estimate_rests_on_jobs_with_the_same_command() {
    submit(command(WORDS, ""));
    Grant grant = grantToCommandNode("node-b").orElseThrow();
    heartbeat(grant, 30);
    complete(grant, "pytorch_lora_weights.safetensors");

    assertThat(estimate(command(WORDS, "")).basis()).isEqualTo(JobEstimate.Basis.MEASURED);
    assertThat(estimate(command("\"other\"", "")).basis()).isEqualTo(JobEstimate.Basis.NONE);
    assertThat(estimate(command(WORDS, ",\"environment\":{\"A\":\"b\"}")).basis())
        .isEqualTo(JobEstimate.Basis.NONE);
    assertThat(estimate(spec(dataset)).basis()).isEqualTo(JobEstimate.Basis.NONE);
  }

  @Test
  void what_makes_no_sense_is_refused_by_its_field() {
    assertThat(refusal("\"x\",\"--out={outptu}\""))
        .startsWith("'command.words' has no placeholder");
    String both =
        json(spec(dataset))
            .replaceFirst("\\{", "{\"command\":{\"words\":[\"x\"],\"totalSteps\":1},");
    assertThat(read(post("/v1/jobs", both), 422, Problem.class).detail())
        .isEqualTo("'command' cannot stand beside training: give one of them.");
  }

  private String refusal(String words) {
    return read(post("/v1/jobs", commandJson(words, "")), 422, Problem.class).detail();
  }

  private JobSpec command(String words, String more) {
    return parsed(commandJson(words, more));
  }

  private String commandJson(String words, String more) {
    return "{\"datasetId\":\"%s\",\"baseModel\":\"tiny\",\"command\":{\"words\":[%s],\"totalSteps\":60%s}}"
        .formatted(dataset, words, more);
  }

  private static JobSpec parsed(String json) {
    try {
      return Json.mapper().readValue(json, JobSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<Grant> grantToCommandNode(String node) {
    Response response =
        post(
            "/v1/work",
            "{\"node\":\"%s\",\"pool\":\"local\",\"host\":\"h\",\"processId\":1,\"capabilities\":{\"labels\":%s}}"
                .formatted(node, json(NodeRequirements.COMMANDS_ALLOWED)));
    return response.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(response, 200, Grant.class));
  }

  private static void complete(Grant grant, String... names) {
    Completion completion =
        new Completion(
            60,
            List.of(names).stream().map(name -> store(grant, name, new byte[] {1, 2})).toList());
    assertThat(call(grant, "complete", completion).statusCode()).isEqualTo(204);
  }

  private static JobEstimate estimate(JobSpec spec) {
    return read(post("/v1/jobs?dryRun=true", spec), 200, JobEstimate.class);
  }

  private static Response extend(Job job) {
    return post("/v1/jobs/" + job.id() + "/extend", "{\"maxTrainSteps\":100}");
  }

  private static Response postAs(String key, String path, String json) {
    return TestKeys.as(key).contentType(ContentType.JSON).body(json).post(path);
  }
}
