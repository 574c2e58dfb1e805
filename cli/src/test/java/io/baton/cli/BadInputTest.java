package io.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.platform.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is refused without asking the API is refused in one sentence, before anything happens.
 */
class BadInputTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          submti --images .                                    | did you mean submit?
          submit --imagess . --prompt cat                      | did you mean --images?
          submit --prompt cat                                  | A job needs images: --images DIR, or --dataset ID
          submit --images . --prompt cat --steps many          | --steps must be a whole number, not 'many'.
          submit --images . --prompt cat --steps 0             | --steps must be from 1 to 1000000, not 0
          submit --images . --prompt cat --resolution 100      | --resolution must be a multiple of 8, not 100
          submit --images . --prompt cat --model ../../etc     | --model must be
          submit --images . --prompt cat --lr-scheduler steep  | --lr-scheduler cannot be 'steep'; it must be of linear, cosine,
          show                                                 | Missing required parameter: 'JOB'
          show ../secret                                       | 'jobId' must be 1 to 64 of
          submit --images . --rank 4 -- train.sh               | --rank: a job that runs a command has no such option
          submit --images . --prompt cat --artifact x          | --artifact is for jobs that run a command
          submit --images . --checkpoint-every often           | --checkpoint-every must be a whole number of steps, or auto
          submit --images . --min-gpu-memory lots              | --min-gpu-memory must be a size such as 24GB
          submit nowhere                                       | neither a directory of images nor a file of jobs
          submit --file nowhere.yaml                           | There is no file nowhere.yaml
          list --status lost                                   | --status must be of pending, running, interrupted, completed, failed, canceled, not 'lost'.
          list --limit 0                                       | --limit must be from 1 to 200, not 0
          list --since yesterday                               | --since must be a time such as 30m
          list --json --quiet                                  | mutually exclusive
          list --node a/b                                      | must be 1 to 128 of
          events                                               | Whose events?
          logs job-1 --tail 0                                  | --tail must be from 1 to 10000, not 0
          extend job-1 --steps more                            | --steps must be a whole number of steps
          restart job-1 --from-step newest                     | --from-step must be the step of a checkpoint, a whole number from 1, or latest
          restart job-1 --from-step 0                          | a whole number from 1, or latest, not '0'
          nodes bans                                           | Name a node, or a job with --job
          webhooks change w1                                   | What is to change?
          webhooks redeliver w1 --since lately                 | --since must be a time such as
          keys create k --role king                            | --role must be of user, node, operator, not 'king'.
          login --profile local                                | needs no login
          list --profile other                                 | There is no profile 'other'
          lsit                                                 | did you mean list?
          frobnicate                                           | Unknown here: 'frobnicate'.
          nodes lsit                                           | did you mean list?
          submit . --learning-rate fast                        | --learning-rate must be a number, not 'fast'.
          completion fish                                      | SHELL must be of bash, zsh, not 'fish'.
          webhooks deliveries w1 --status lost                 | --status must be of pending, delivered, given-up, not 'lost'.
          up --nodes 3:2                                       | must be MIN:MAX
          demo --kill-at 20                                    | choose one between two checkpoints, such as 25
          demo --kill-at 60                                    | --kill-at must be from 1 to --steps less one, not 60
          demo --steps 1                                       | --steps must be from 2 to 10000, not 1
          """)
  void a_wrong_command_line_is_a_usage_error(String arguments, String sentence) {
    CommandLineRun run = CommandLineRun.of(arguments.split(" +"));

    assertThat(run.err()).startsWith("baton: ").contains(sentence).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_webhook_needs_the_key_that_signs() {
    CommandLineRun run =
        submit("--images", directory.toString(), "--webhook", "http://example.com/hook");

    assertThat(run.err()).contains("--webhook needs --webhook-secret");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_directory_that_is_not_there_is_named() {
    CommandLineRun run = submit("--images", directory.resolve("photos").toString());

    assertThat(run.err()).contains("There is no directory " + directory.resolve("photos"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void a_directory_without_images_is_refused_before_anything_is_uploaded() throws IOException {
    Files.writeString(directory.resolve("cat.txt"), "a caption without its image");
    Files.writeString(directory.resolve(".hidden.jpg"), "left out");

    CommandLineRun run = submit("--images", directory.toString());

    assertThat(run.err()).contains("There is no image in " + directory);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void a_file_that_no_dataset_can_hold_is_named() throws IOException {
    Files.writeString(directory.resolve("cat.jpg"), "bytes");
    Files.writeString(directory.resolve("notes.doc"), "bytes");

    CommandLineRun run = submit("--images", directory.toString());

    assertThat(run.err()).contains("notes.doc cannot be part of a dataset").contains(".jpg");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void an_api_that_does_not_answer_is_named_with_its_address() {
    String address = "http://127.0.0.1:" + Ports.free();

    CommandLineRun run = CommandLineRun.of("list", "--api", address);

    assertThat(run.err()).contains(address).contains("is it running?").contains("baton doctor");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void a_machine_that_nobody_knows_is_named() {
    CommandLineRun run = CommandLineRun.of("list", "--api", "http://nowhere.invalid");

    assertThat(run.err()).contains("no machine has the name nowhere.invalid");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void nothing_at_all_is_answered_with_what_there_is() {
    CommandLineRun run = CommandLineRun.of();

    assertThat(run.out()).startsWith("Usage: baton").contains("submit", "completion");
    assertThat(run.exitCode()).isZero();
    assertThat(CommandLineRun.of("--version").out()).startsWith("baton ");
  }

  @Test
  void an_address_that_is_none_is_refused() {
    CommandLineRun run = CommandLineRun.of("list", "--api", "ftp://example.com");

    assertThat(run.err()).contains("--api must be an address such as https://baton.example.org");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_key_that_is_none_is_refused_without_showing_it() {
    CommandLineRun run = CommandLineRun.of("list", "--api-key", "my-secret");

    assertThat(run.err()).contains("--api-key is no API key").doesNotContain("my-secret");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private static CommandLineRun submit(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "submit";
    all[1] = "--prompt";
    all[2] = "a photo of sks cat";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandLineRun.of(all);
  }
}
