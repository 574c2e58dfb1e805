package io.baton.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sync.webhook.TestReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} around real commands: whom it tells, what it leaves, which signals it passes on. */
@Timeout(120)
class RunTest {
  @TempDir Path directory;

  private CliProcess run(Map<String, String> environment, List<String> options, String script)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--dir",
                output().toString(),
                "--store",
                store().toUri().toString()));
    words.addAll(options);
    words.addAll(List.of("--", "sh", "-c", script, output().toString()));
    return CliProcess.start(environment, words.toArray(String[]::new));
  }

  private Path output() {
    return directory.resolve("output");
  }

  private Path store() {
    return directory.resolve("store");
  }

  @Test
  void webhook_tells_each_checkpoint_and_the_end_and_the_finished_files_are_stored()
      throws Exception {
    String script =
        """
        mkdir tmp$$ && echo 20 > tmp$$/step && mv tmp$$ "$0"/checkpoint-20
        mkdir -p "$0"/unet && echo lora > "$0"/lora.safetensors && echo other > "$0"/other.txt
        test -z "$CHECKPOINT_SYNC_WEBHOOK_SECRET"
        """;
    try (TestReceiver receiver = new TestReceiver();
        CliProcess run =
            run(
                Map.of(
                    "CHECKPOINT_SYNC_WEBHOOK_SECRET",
                    TestReceiver.SECRET,
                    "CHECKPOINT_SYNC_WEBHOOK",
                    receiver.url().toString()),
                List.of("--artifact", "*.safetensors"),
                script)) {
      assertThat(run.exitCode()).isZero();
      assertThat(receiver.requests()).allMatch(TestReceiver.Request::verifies).hasSize(2);
      JsonNode checkpoint = receiver.requests().get(0).body();
      assertThat(checkpoint.path("type").asText()).isEqualTo("run.checkpoint");
      assertThat(checkpoint.at("/data/step").asInt()).isEqualTo(20);
      JsonNode end = receiver.requests().get(1).body();
      assertThat(end.path("type").asText()).isEqualTo("run.ended");
      assertThat(end.at("/data/exitCode").asInt(-1)).isZero();
      assertThat(end.at("/data/step").asInt()).isEqualTo(20);
      assertThat(end.at("/data/stored").asBoolean()).isTrue();
      assertThat(end.at("/data/artifact").size()).isEqualTo(1);
      Path stored = store().resolve(end.at("/data/artifact/0/key").asText());
      assertThat(stored).hasContent("lora");
      assertThat(stored.resolveSibling("../manifest.json").normalize()).exists();
    }
  }

  @Test
  void webhooks_that_do_not_get_through_are_told_and_change_no_exit_code() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), TestReceiver.SECRET + "\n");
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.answerAlways(500);
      List<String> options =
          List.of(
              "--webhook",
              receiver.url().toString(),
              "--webhook-secret-file",
              secret.toString(),
              "--webhook-timeout",
              "1ms");
      try (CliProcess run = run(Map.of(), options, "exit 3")) {
        JsonNode told = run.awaitEvent("webhooks-undelivered");
        assertThat(told.path("ids").size()).isEqualTo(1);
        assertThat(run.exitCode()).isEqualTo(3);
      }
    }
  }

  @Test
  void artifact_that_the_command_did_not_leave_is_an_error() throws Exception {
    try (CliProcess run = run(Map.of(), List.of("--artifact", "*.safetensors"), "true")) {
      JsonNode error = run.awaitEvent("error");
      assertThat(error.path("code").asText()).isEqualTo("artifact-missing");
      assertThat(run.exitCode()).isEqualTo(65);
    }
  }

  @Test
  void webhook_without_a_secret_is_refused_before_anything_is_started() throws Exception {
    try (CliProcess run =
        run(Map.of(), List.of("--webhook", "http://127.0.0.1:9/"), "touch \"$0\"/started")) {
      assertThat(run.errors().get(0))
          .contains("CHECKPOINT_SYNC_WEBHOOK_SECRET holds no webhook secret");
      assertThat(run.exitCode()).isEqualTo(64);
      assertThat(output().resolve("started")).doesNotExist();
    }
  }

  @Test
  void what_a_launcher_leaves_running_gets_the_signal_too_and_is_waited_for() throws Exception {
    String trainer =
        "trap 'kill $!; mkdir t; echo 9 > t/step; mv t \"$0\"/checkpoint-9; exit 0' TERM;"
            + " touch \"$0\"/ready; sleep 600 & wait";
    Path script = Files.writeString(directory.resolve("trainer.sh"), trainer.replace("$0", "$1"));
    try (CliProcess run =
        run(
            Map.of(),
            List.of(),
            "sh "
                + script
                + " \"$0\" & mkdir b; echo 1 > b/step; mv b \"$0\"/checkpoint-1; wait")) {
      run.awaitEvent("uploaded");
      while (!Files.exists(output().resolve("ready"))) {
        Thread.onSpinWait();
      }
      run.terminate();
      assertThat(run.awaitEvent("uploaded").path("step").asInt()).isEqualTo(9);
      assertThat(run.exitCode()).isEqualTo(128 + 15);
    }
  }

  @Test
  void signal_for_the_command_itself_is_passed_on() throws Exception {
    String script =
        "trap 'exit 42' USR1; mkdir t; echo 1 > t/step; mv t \"$0\"/checkpoint-1;"
            + " while true; do sleep 0.05; done";
    try (CliProcess run = run(Map.of(), List.of(), script)) {
      run.awaitEvent("uploaded");
      new ProcessBuilder("kill", "-USR1", Long.toString(run.pid())).start().waitFor();
      assertThat(run.exitCode()).isEqualTo(42);
    }
  }
}
