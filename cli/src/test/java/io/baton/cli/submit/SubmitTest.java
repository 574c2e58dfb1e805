package io.baton.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.cli.job.SampleJob;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobEstimate.GpuEstimate;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.SubmittedJobs;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.SignedUrls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTest {
  private static final DatasetId DATASET = new DatasetId("data-1");

  @TempDir Path directory;
  private Path images;
  private final FakeApi api = new FakeApi();

  @BeforeEach
  void prepare() throws IOException {
    images = Files.createDirectory(directory.resolve("my-cat"));
    Files.writeString(images.resolve("a.jpg"), "the bytes of a photograph");
    Files.writeString(images.resolve("a.txt"), "a caption");
    Dataset dataset = dataset(DatasetStatus.OPEN);
    api.answers("POST /v1/datasets", dataset)
        .handles(
            "POST /v1/datasets/data-1/files",
            (exchange, body) -> {
              DatasetUploads uploads = Json.mapper().readValue(body, DatasetUploads.class);
              FakeApi.send(
                  exchange,
                  200,
                  new SignedUrls(uploads.files().stream().map(f -> url(f.name())).toList()));
            })
        .answers("POST /v1/datasets/data-1/finalize", dataset(DatasetStatus.READY))
        .answers("PUT /storage/a.jpg", "")
        .answers("PUT /storage/a.txt", "")
        .answers("POST /v1/jobs", SampleJob.training(0, null).in(JobStatus.PENDING, null).job())
        .answers(
            "POST /v1/jobs/batch",
            new SubmittedJobs(List.of(new JobId("job-1"), new JobId("job-2"))));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private SignedUrl url(String name) {
    return new SignedUrl(
        name,
        AccessMethod.PUT,
        URI.create(api.address() + "/storage/" + name),
        Instant.MAX.minusSeconds(99999999));
  }

  private static Dataset dataset(DatasetStatus status) {
    return new Dataset(
        DATASET,
        new OwnerName("ann"),
        "my-cat",
        status,
        1,
        34,
        2,
        2,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Instant.EPOCH);
  }

  @Test
  void images_alone_make_a_job() {
    CommandLineRun submit = api.run("submit", "--images", images.toString());

    assertThat(submit.err()).isEmpty();
    assertThat(submit.exitCode()).isZero();
    assertThat(api.requests("PUT /storage/a.jpg").get(0).body())
        .isEqualTo("the bytes of a photograph");
    JsonNode job = api.requests("POST /v1/jobs").get(0).json();
    assertThat(job.at("/datasetId").asText()).isEqualTo("data-1");
    assertThat(job.at("/training/instancePrompt").asText()).isEqualTo("a photo of sks my cat");
    assertThat(submit.out())
        .contains("as dataset data-1")
        .contains("baton watch job-1")
        .contains("baton logs -f job-1")
        .contains("baton cancel job-1");
  }

  @Test
  void the_essential_of_a_submission_is_the_name_of_the_job() {
    assertThat(api.run("submit", images.toString(), "-q").out()).isEqualTo("job-1\n");
    assertThat(api.run("submit", "--json", "--dataset", "data-1", "--prompt", "x").out())
        .startsWith("{")
        .contains("\"id\" : \"job-1\"");
    assertThat(api.requests("POST /v1/datasets")).hasSize(1);
  }

  @Test
  void options_are_stronger_than_the_file_and_the_file_has_the_services_defaults()
      throws IOException {
    Path file = directory.resolve("job.yaml");
    Files.writeString(
        file,
        """
        images: my-cat   # seen from this file
        baseModel: sdxl
        training:
          instancePrompt: a photo of sks cat
          maxTrainSteps: 700
          rank: 8
          optimizer: {name: adafactor}
        """);

    CommandLineRun submit =
        api.run("submit", "-f", file.toString(), "--rank", "16", "--use-dora", "-l", "team=red");

    assertThat(submit.err()).isEmpty();
    JsonNode training = api.requests("POST /v1/jobs").get(0).json().path("training");
    assertThat(training.path("rank").asInt()).isEqualTo(16);
    assertThat(training.path("maxTrainSteps").asInt()).isEqualTo(700);
    assertThat(training.path("trainBatchSize").asInt()).isEqualTo(4);
    assertThat(training.at("/optimizer/name").asText()).isEqualTo("adafactor");
    assertThat(training.at("/adapter/useDora").asBoolean()).isTrue();
    assertThat(api.requests("POST /v1/jobs").get(0).json().at("/labels/team").asText())
        .isEqualTo("red");
  }

  @Test
  void several_documents_are_one_batch_and_share_their_upload() throws IOException {
    Path file = directory.resolve("jobs.yaml");
    Files.writeString(
        file,
        """
        images: my-cat
        baseModel: sdxl
        training: {instancePrompt: sks, maxTrainSteps: 5}
        jobs:
          - {name: slow, training: {learningRate: 1e-5}}
          - {name: fast, training: {learningRate: 1e-3}}
        """);

    CommandLineRun submit = api.run("submit", file.toString());

    assertThat(submit.err()).isEmpty();
    JsonNode jobs = api.requests("POST /v1/jobs/batch").get(0).json().path("jobs");
    assertThat(jobs).hasSize(2);
    assertThat(jobs.at("/0/training/learningRate").asDouble()).isEqualTo(1e-5);
    assertThat(jobs.at("/1/training/instancePrompt").asText()).isEqualTo("sks");
    assertThat(api.requests("POST /v1/datasets")).hasSize(1);
    assertThat(submit.out()).contains("job-1  slow").contains("job-2  fast");
    assertThat(api.run("submit", file.toString(), "--wait").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void the_words_after_two_hyphens_are_a_command() {
    CommandLineRun submit =
        api.run(
            "submit",
            images.toString(),
            "--steps",
            "9",
            "--env",
            "A=b",
            "--seed",
            "7",
            "--",
            "train.sh",
            "--seed={seed}",
            "{resume}",
            "--help");

    assertThat(submit.err()).isEmpty();
    JsonNode command = api.requests("POST /v1/jobs").get(0).json().path("command");
    assertThat(command.path("words").get(3).asText()).isEqualTo("--help");
    assertThat(command.path("totalSteps").asInt()).isEqualTo(9);
    assertThat(command.path("seed").asInt()).isEqualTo(7);
    assertThat(command.at("/environment/A").asText()).isEqualTo("b");
  }

  @Test
  void a_dry_run_uploads_nothing_and_tells_what_the_job_would_take() {
    api.answers(
        "POST /v1/jobs",
        new JobEstimate(
            SampleJob.training(0, null).job().spec(),
            60,
            JobEstimate.Basis.MEASURED,
            3,
            List.of(
                GpuEstimate.of(
                    Optional.of("RTX 4090"), 3, 60, 2, Optional.of(30.0), Optional.of(3.6)))));

    CommandLineRun run = api.run("submit", images.toString(), "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("RTX 4090").contains("1 min 00 s").contains("0.06");
    assertThat(api.requests()).hasSize(1);
    assertThat(api.requests().get(0).query()).isEqualTo("dryRun=true&images=1");
  }

  @Test
  void what_is_printed_can_be_submitted() throws IOException {
    CommandLineRun printed = api.run("submit", images.toString(), "--rank", "32", "--print");
    Path file = directory.resolve("printed.yaml");
    Files.writeString(file, printed.out());

    assertThat(api.run("submit", "-f", file.toString()).err()).isEmpty();

    assertThat(api.requests()).isNotEmpty();
    assertThat(api.requests("POST /v1/jobs").get(0).json().at("/training/rank").asInt())
        .isEqualTo(32);
  }

  @Test
  void a_field_that_is_none_is_named_with_those_that_are() throws IOException {
    assertThat(refused("training: {instancePrompt: a, maxTrainSteps: 1, steps: 3}"))
        .contains("job.yaml: 'training.steps' is no field; here there can be adapter, allowTf32");
    assertThat(refused("training: {instancePrompt: a, maxTrainSteps: 0}"))
        .contains("'training.maxTrainSteps' must be from 1 to 1000000, not 0 (or give --steps).");
    assertThat(refused("training: {instancePrompt: a, maxTrainSteps: many}"))
        .contains("'training.maxTrainSteps' cannot be 'many'");
    assertThat(refused("training: [1")).contains("is neither YAML nor JSON: line");
    assertThat(refused("just words")).contains("must hold fields such as");
    assertThat(refused("# nothing")).contains("is empty");
    assertThat(refused("jobs: {}")).contains("'jobs' must be a list of jobs");
    assertThat(api.requests()).isEmpty();
  }

  private String refused(String yaml) throws IOException {
    Path file = directory.resolve("job.yaml");
    boolean whole = yaml.startsWith("training: {");
    Files.writeString(file, (whole ? "images: my-cat\nbaseModel: sdxl\n" : "") + yaml);
    CommandLineRun run = api.run("submit", "-f", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }

  @Test
  void a_refusal_of_the_service_has_an_exit_code_of_its_own() {
    api.refuses("POST /v1/jobs", ErrorCode.INVALID_FIELD, "'baseModel' is unknown.");

    CommandLineRun submit = api.run("submit", images.toString());

    assertThat(submit.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(submit.err()).isEqualTo("baton: 'baseModel' is unknown.\n");
  }

  @Test
  void storage_that_is_away_is_a_sentence() {
    api.handles("PUT /storage/a.jpg", (exchange, body) -> FakeApi.send(exchange, 403, "expired"));

    CommandLineRun submit = api.run("submit", images.toString());

    assertThat(submit.err()).contains("Storage refused a.jpg with HTTP 403").hasLineCount(1);
    assertThat(api.requests("POST /v1/jobs")).isEmpty();
  }
}
