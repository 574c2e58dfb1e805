package io.baton.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.it.bench.BenchPlatform;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * diffusers' own script, started by accelerate, as a job's command: on a node that is drained, on
 * one that is killed, and on a third to its end. For a Python with diffusers: {@code BATON_PYTHON};
 * for a checkout of diffusers with its examples: {@code BATON_DIFFUSERS}.
 */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "BATON_PYTHON", matches = ".+")
@EnabledIfEnvironmentVariable(named = "BATON_DIFFUSERS", matches = ".+")
class DiffusersJobIT {
  private static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final int STEPS = 200;
  private static final int CHECKPOINT_EVERY = 40;
  private static final String LORA = "pytorch_lora_weights.safetensors";

  @TempDir static Path directory;

  private static BenchPlatform platform;
  private static TinyTraining user;

  @BeforeAll
  static void start() throws Exception {
    DrawnModel.make(HOME, DrawnModel.TINY, models());
    platform =
        new BenchPlatform(
            directory,
            HOME.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            DiffusersJobIT::settings);
    platform.startService();
    user = new TinyTraining(platform.asOperator(), HOME, STEPS, CHECKPOINT_EVERY);
  }

  private static Map<String, String> settings(URI storage) {
    return Map.of(
        "BATON_STORAGE_ENDPOINT", storage.toString(),
        "BATON_LEASE_DURATION", "10s",
        "BATON_LEASE_HEARTBEAT", "500ms",
        // What was committed is looked at after the end.
        "BATON_RETENTION_INTERVAL", "1h");
  }

  @AfterAll
  static void stop() throws IOException {
    platform.close();
  }

  private static Path models() {
    return HOME.resolve("integration-tests/target/bench/models");
  }

  private static NodeProcess node(String id) throws IOException {
    return NodeProcess.start(
        HOME,
        id,
        platform.api(),
        platform.nodeKey(),
        directory.resolve(id),
        Map.of(
            "BATON_MODELS_DIR", models().toString(),
            "BATON_POOL", "bench",
            "BATON_ALLOW_COMMANDS", "true"));
  }

  @Test
  void script_that_is_interrupted_goes_on_from_what_is_stored_as_it_would_by_hand()
      throws Exception {
    JobId job = user.submit("\"command\": " + command());
    try (NodeProcess drained = node("drained")) {
      awaitCheckpoint(job, 1);
      drained.terminate();
      assertThat(drained.awaitEnd(Duration.ofSeconds(60))).isTrue();
    }
    Job given = user.jobs().job(job);
    assertThat(given.status()).isEqualTo(JobStatus.INTERRUPTED);
    int before = given.lastCheckpointStep().orElseThrow();
    try (NodeProcess killed = node("killed")) {
      awaitCheckpoint(job, before + 1);
      killed.kill();
    }
    try (NodeProcess last = node("last")) {
      user.await(job, ended -> ended.status() == JobStatus.COMPLETED, PATIENCE);
      assertThat(last.isAlive()).isTrue();
    }

    List<AttemptRecord> attempts = user.jobs().attempts(job);
    assertThat(attempts).hasSize(3);
    assertThat(user.jobs().job(job).failures()).isZero();
    assertThat(attempts.get(1).resumedFromStep()).isEqualTo(before);
    int resumed = attempts.get(2).resumedFromStep();
    assertThat(resumed).isGreaterThan(before);
    assertThat(user.lora(job)).isEqualTo(byHand(job, resumed));
  }

  private static void awaitCheckpoint(JobId job, int least) throws InterruptedException {
    user.await(
        job, at -> at.lastCheckpointStep().filter(step -> step >= least).isPresent(), PATIENCE);
  }

  /** The script alone, from a copy of the stored checkpoint; the LoRA's SHA-256. */
  private static String byHand(JobId job, int step) throws IOException, InterruptedException {
    Path output = directory.resolve("by-hand");
    Path checkpoint = Files.createDirectories(output.resolve("checkpoint-" + step));
    try (Stream<Path> stored =
        Files.walk(directory.resolve("storage/baton/jobs").resolve(job.value()))) {
      for (Path file :
          stored
              .filter(each -> each.getParent().endsWith("checkpoint-" + step + "/files"))
              .toList()) {
        Files.copy(file, checkpoint.resolve(file.getFileName()));
      }
    }
    List<String> words = new ArrayList<>(words());
    words.add("--resume_from_checkpoint=latest");
    words.replaceAll(
        word ->
            word.replace("{baseModel}", models().resolve(DrawnModel.TINY).toString())
                .replace("{dataset}", HOME.resolve("samples/chelsea").toString())
                .replace("{output}", output.toString())
                .replace("{totalSteps}", Integer.toString(STEPS))
                .replace("{checkpointingSteps}", Integer.toString(CHECKPOINT_EVERY))
                .replace("{seed}", "42"));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment());
    Path log = directory.resolve("by-hand.log");
    int status = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    assertThat(status).as("%s", Files.readString(log)).isZero();
    return TinyTraining.sha256(Files.readAllBytes(output.resolve(LORA)));
  }

  private static String command() throws JsonProcessingException {
    List<String> words = new ArrayList<>(words());
    words.add("{resume}");
    return Json.mapper()
        .writeValueAsString(
            Map.of(
                "words", words,
                "environment", environment(),
                "seed", 42,
                "totalSteps", STEPS,
                "checkpointingSteps", CHECKPOINT_EVERY));
  }

  private static Map<String, String> environment() {
    return Map.of(
        "PYTHONPATH", Path.of(System.getenv("BATON_DIFFUSERS"), "src").toString(),
        "HF_HUB_OFFLINE", "1",
        // Sums in another order may have other last bits.
        "OMP_NUM_THREADS", "1");
  }

  private static List<String> words() {
    return List.of(
        System.getenv("BATON_PYTHON"),
        "-m",
        "accelerate.commands.launch",
        "--cpu",
        "--num_processes=1",
        "--num_machines=1",
        "--mixed_precision=no",
        "--dynamo_backend=no",
        "--num_cpu_threads_per_process=1",
        HOME.resolve("sdxl-lora/bench/reference.py").toString(),
        Path.of(
                System.getenv("BATON_DIFFUSERS"),
                "examples/dreambooth/train_dreambooth_lora_sdxl.py")
            .toString(),
        "--pretrained_model_name_or_path={baseModel}",
        "--instance_data_dir={dataset}",
        "--output_dir={output}",
        "--instance_prompt=a photo of sks cat",
        "--resolution=64",
        "--train_batch_size=1",
        "--learning_rate=1e-3",
        "--rank=4",
        "--seed={seed}",
        "--max_train_steps={totalSteps}",
        "--checkpointing_steps={checkpointingSteps}");
  }
}
