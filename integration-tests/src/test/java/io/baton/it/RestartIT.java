package io.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.platform.Ports;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baton up}: its data and its jobs outlive it; and a job goes back to a checkpoint. */
class RestartIT {
  private static final String SAMPLES = BatonProgram.HOME.resolve("samples/chelsea").toString();

  @TempDir Path home;
  @TempDir Path downloads;

  @Test
  void a_running_job_goes_on_when_the_platform_comes_back_and_goes_back_when_its_owner_says_so()
      throws IOException {
    String port = Integer.toString(Ports.free());
    String job;
    try (BatonProgram up = up(port)) {
      BatonProgram second = BatonProgram.run(home, "up", "--port", port);
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("already runs on " + home).hasLineCount(1);

      job = submit();
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> show(job).path("lastCheckpointStep").asInt() >= 10);

      up.signal("TERM");
      assertThat(up.awaitEnd(Duration.ofMinutes(1))).as("128 + SIGTERM").isEqualTo(143);
      assertThat(up.survivors()).isEmpty();
    }

    try (BatonProgram up = up(port)) {
      BatonProgram watch = BatonProgram.run(home, "watch", job);
      assertThat(watch.exitCode()).as("%s%n%s", watch.out(), watch.err()).isZero();
      JsonNode history = history(job);
      assertThat(history.path("job").path("status").asText()).isEqualTo("completed");
      assertThat(history.path("job").path("failures").asInt()).isZero();
      assertThat(history.path("attempts").path(1).path("resumedFromStep").asInt())
          .isGreaterThanOrEqualTo(10);

      byte[] lora = lora(job, "first");
      assertThat(lora).isNotEmpty();
      assertThat(BatonProgram.run(home, "list").out()).contains(job).contains("completed");
      assertThat(up.survivors()).isNotEmpty();
      goBack(job, history, lora);
    }
  }

  /** The same steps again make the same LoRA, byte for byte. */
  private void goBack(String job, JsonNode before, byte[] lora) throws IOException {
    JsonNode checkpoints = before.path("checkpoints");
    assertThat(checkpoints).hasSize(3);
    int earliest = checkpoints.get(2).path("step").asInt();
    BatonProgram asked = BatonProgram.run(home, "restart", job);
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("keeps checkpoints at steps " + earliest + ", ");

    BatonProgram restart =
        BatonProgram.run(home, "restart", job, "--from-step", Integer.toString(earliest));
    assertThat(restart.exitCode()).as(restart.err()).isZero();
    assertThat(restart.out()).contains("goes on from step " + earliest + ". Its checkpoints at");
    assertThat(BatonProgram.run(home, "watch", job).exitCode()).isZero();

    JsonNode after = history(job);
    int attempts = after.path("attempts").size();
    assertThat(attempts).isEqualTo(before.path("attempts").size() + 1);
    assertThat(after.path("attempts").path(attempts - 1).path("resumedFromStep").asInt())
        .isEqualTo(earliest);
    assertThat(lora(job, "second")).isEqualTo(lora);
  }

  private byte[] lora(String job, String directory) throws IOException {
    Path to = downloads.resolve(directory);
    BatonProgram download = BatonProgram.run(home, "download", job, "--to", to.toString());
    assertThat(download.exitCode()).as(download.err()).isZero();
    return Files.readAllBytes(to.resolve("pytorch_lora_weights.safetensors"));
  }

  private BatonProgram up(String port) throws IOException {
    BatonProgram up =
        BatonProgram.start(home, "up", "--port", port, "--nodes", "1:1", "--lease", "6");
    up.awaitOut("Ctrl-C stops everything");
    return up;
  }

  private String submit() throws IOException {
    BatonProgram submit =
        BatonProgram.run(
            home,
            "submit",
            "--json",
            "--images",
            SAMPLES,
            "--prompt",
            "a photo of sks cat",
            "--resolution",
            "64",
            "--steps",
            "200",
            "--checkpoint-every",
            "10",
            "--keep-checkpoints-after-completion",
            "3");
    assertThat(submit.exitCode()).as(submit.err()).isZero();
    return Json.mapper().readTree(submit.out()).path("id").asText();
  }

  private JsonNode show(String job) throws IOException {
    return history(job).path("job");
  }

  private JsonNode history(String job) throws IOException {
    BatonProgram show = BatonProgram.run(home, "show", "--json", job);
    assertThat(show.exitCode()).as(show.err()).isZero();
    return Json.mapper().readTree(show.out());
  }
}
