package io.baton.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.config.WorkDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainerNodeTest {
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          --api=ftp://x,     78, --api must be an address
          --api=::,          64, --api
          --pool=My Pool,    64, 'pool' must be
          --node-id=a b,     64, 'nodeId' must be
          --api-key-file=/none, 78, --api-key-file /none cannot be read
          --api-key-file=/etc/hostname, 78, holds no API key
          --poll-millis=0,   78, --poll-millis must be at least 1
          --poll-millis=one, 64, --poll-millis
          --log-level=loud,  64, --log-level
          --no-such-option,  64, --no-such-option
          """)
  void wrong_option_gets_one_sentence(String option, int status, String sentence) {
    assertThat(run("--work-dir=" + directory, option)).isEqualTo(status);
    assertThat(errors.toString().lines()).hasSize(1);
    assertThat(errors.toString()).startsWith("trainer-node: ").contains(sentence);
  }

  @Test
  void two_agents_cannot_share_a_work_directory() {
    try (WorkDirectory held = WorkDirectory.open(directory)) {
      assertThat(run("--work-dir=" + directory)).isEqualTo(78);
      assertThat(errors.toString()).contains("Another agent uses the work directory");
    }
  }

  @Test
  void work_directory_that_cannot_be_made_is_told() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(run("--work-dir=" + file.resolve("work"))).isEqualTo(78);
    assertThat(errors.toString()).contains("cannot be used").contains("set --work-dir");
  }

  private int run(String... words) {
    CommandLine commandLine = TrainerNode.commandLine();
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(words);
  }
}
