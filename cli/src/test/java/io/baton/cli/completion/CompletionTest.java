package io.baton.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path directory;

  @Test
  void bash_completes_commands_options_and_values() throws IOException, InterruptedException {
    assertThat(completed("baton", "sub")).isEqualTo("submit");
    assertThat(completed("baton", "policy", "ex")).isEqualTo("explain");
    assertThat(completed("baton", "submit", "--prodigy-be")).isEqualTo("--prodigy-beta3");
    assertThat(completed("baton", "submit", "--optimizer", "ada")).contains("adamw", "adafactor");
  }

  /** What bash itself makes of the last word. */
  private String completed(String... words) throws IOException, InterruptedException {
    Path script = directory.resolve("baton-completion");
    Files.writeString(script, CommandLineRun.of("completion", "bash").out());
    String line =
        "source "
            + script
            + "; COMP_WORDS=("
            + String.join(" ", words)
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _complete_baton; echo \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "--norc", "-c", line).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.strip();
  }
}
