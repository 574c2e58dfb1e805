package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sdxl.command.train.UnsupportedOption;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConfigurationFileTest {

  @TempDir private Path directory;

  @Test
  void keys_are_options_and_the_command_line_wins() throws IOException {
    Path file =
        write(
            """
            # a comment
            rank: 16
            learning_rate: 1e-4
            instance_prompt: "a photo of sks dog, 4: 3"
            mixed_precision: no
            center_crop: true
            random_flip: false
            exit-with-parent: true
            """);
    List<String> typed = List.of("train", "--config", file.toString(), "--rank", "8");
    ConfigurationFile configuration = ConfigurationFile.in(typed, train()).orElseThrow();
    assertThat(configuration.addedTo(typed))
        .containsExactly(
            "train",
            "--config",
            file.toString(),
            "--rank",
            "8",
            "--learning_rate=1e-4",
            "--instance_prompt=a photo of sks dog, 4: 3",
            "--mixed_precision=no",
            "--center_crop",
            "--exit-with-parent");
  }

  @Test
  void a_command_line_without_a_file_has_none() {
    assertThat(ConfigurationFile.in(List.of("train", "--rank", "8"), train())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ranks: 4|has the key 'ranks', which is no option of train; did you mean 'rank'?",
        "max_train_step: 4|did you mean 'max_train_steps'?",
        "xyzzy: 1|which is no option of train; see sdxl-lora train --help.",
        "--rank: 4|has the key '--rank', which is no option of train; did you mean 'rank'?",
        "config: other.yaml|has the key 'config', which is no option of train",
        "rank: [4, 8]|has a list or a mapping for 'rank', which takes one value.",
        "rank:|has no value for 'rank'; leave the key out.",
        "center_crop: yes|has 'center_crop: yes', which must be true or false.",
        "rank: 'a|is not YAML: in line",
        "[rank, 4]|does not hold a mapping, such as 'rank: 16'.",
        "just text|does not hold a mapping"
      })
  void a_file_that_makes_no_sense_is_refused_in_one_sentence(String content, String why)
      throws IOException {
    Path file = write(content);
    assertThatThrownBy(() -> ConfigurationFile.in(List.of("train", "--config=" + file), train()))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.USAGE))
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(why);
  }

  @Test
  void a_key_twice_is_refused() throws IOException {
    Path file = write("rank: 4\nlearning_rate: 1\nrank: 8\n");
    assertThatThrownBy(() -> ConfigurationFile.in(List.of("train", "--config=" + file), train()))
        .hasMessageContaining("has the key 'rank' twice");
  }

  @Test
  void a_directory_and_a_file_of_bytes_are_told_apart() throws IOException {
    assertThat(execute("train", "--config=" + directory))
        .isEqualTo("74 sdxl-lora: Reading %s failed: Is a directory.".formatted(directory));
    Path file = directory.resolve("train.yaml");
    Files.write(file, new byte[] {'a', (byte) 0xff, (byte) 0xfe});
    assertThat(execute("train", "--config=" + file))
        .isEqualTo("64 sdxl-lora: %s is not YAML: it is not UTF-8.".formatted(file));
  }

  @Test
  void a_value_of_the_wrong_type_names_the_file() throws IOException {
    Path file = write("rank: four\n");
    assertThat(execute("train", "--config=" + file))
        .isEqualTo(
            "64 sdxl-lora: %s: Invalid value for option '--rank': 'four' is not an int."
                .formatted(file));
  }

  @Test
  void an_option_that_cannot_be_honoured_is_refused_from_a_file_too() throws IOException {
    Path file = write("push_to_hub: true\n");
    assertThat(execute("train", "--config=" + file))
        .startsWith("64 sdxl-lora: ")
        .contains("--push_to_hub is not supported");
  }

  @Test
  void a_file_that_is_not_there_is_missing_input() {
    Path nowhere = directory.resolve("nowhere.yaml");
    assertThat(execute("train", "--config", nowhere.toString()))
        .isEqualTo("66 sdxl-lora: There is no file %s; check --config.".formatted(nowhere));
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("train.yaml"), content);
  }

  private static CommandSpec train() {
    CommandSpec spec = new CommandLine(new TrainCommand(System.out, System.err)).getCommandSpec();
    UnsupportedOption.addTo(spec);
    return spec;
  }

  /** The exit code and the last line for people. */
  private static String execute(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        SdxlLora.execute(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    return exitCode + " " + lines.get(lines.size() - 1);
  }
}
