package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.trainer.TrainerCommandLine.TrainerDirectories;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.CommandOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLaunchTest {
  private static final TrainerDirectories DIRECTORIES =
      new TrainerDirectories(
          Path.of("/models/a b"),
          Optional.empty(),
          Path.of("/data"),
          Path.of("/class"),
          Path.of("/out"));

  private static CommandOptions command(String more) throws Exception {
    return Json.mapper()
        .readValue(
            "{\"totalSteps\":60,\"checkpointingSteps\":10," + more + "}", CommandOptions.class);
  }

  @Test
  void placeholders_become_what_the_node_knows() throws Exception {
    CommandOptions command =
        command(
            """
            "words":["python","t.py","--model","{baseModel}","--data={dataset}","--out={output}",
              "--steps={totalSteps}","--every={checkpointingSteps}","--seed={seed}","{\\"a\\":{}}","{{output}}"],
            "seed":7,"environment":{"OUT":"{output}/x","PLAIN":"1"}
            """);

    TrainerLaunch launch = CommandLaunch.of(command, DIRECTORIES, Optional.empty());

    assertThat(launch.words())
        .containsExactly(
            "python",
            "t.py",
            "--model",
            "/models/a b",
            "--data=/data",
            "--out=/out",
            "--steps=60",
            "--every=10",
            "--seed=7",
            "{\"a\":{}}",
            "{output}");
    assertThat(launch.environment()).containsEntry("OUT", "/out/x").containsEntry("PLAIN", "1");
  }

  @Test
  void resume_words_are_there_only_with_a_checkpoint() throws Exception {
    CommandOptions byDefault = command("\"words\":[\"t\",\"{resume}\",\"end\"]");
    CommandOptions own =
        command("\"words\":[\"t\",\"{resume}\"],\"resumeWords\":[\"--resume\",\"{checkpoint}\"]");

    assertThat(CommandLaunch.of(byDefault, DIRECTORIES, Optional.empty()).words())
        .containsExactly("t", "end");
    assertThat(CommandLaunch.of(byDefault, DIRECTORIES, Optional.of(20)).words())
        .containsExactly("t", "--resume_from_checkpoint=latest", "end");
    assertThat(CommandLaunch.of(own, DIRECTORIES, Optional.of(20)).words())
        .containsExactly("t", "--resume", "/out/checkpoint-20");
  }
}
