package io.baton.node.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFilesTest {
  @TempDir Path output;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(output.resolve("a.safetensors"), "a");
    Files.writeString(output.resolve("b[1].safetensors"), "b");
    Files.createDirectories(output.resolve("checkpoint-10"));
    Files.writeString(output.resolve("checkpoint-10/a.safetensors"), "old");
    Files.createDirectories(output.resolve("unet"));
    Files.writeString(output.resolve("unet/config.json"), "{}");
    Files.createSymbolicLink(output.resolve("link.safetensors"), Path.of("/etc/hostname"));
  }

  @Test
  void patterns_name_files_of_their_own_level_and_no_links() throws IOException {
    assertThat(FinishedFiles.in(output, List.of("*.safetensors")).keySet())
        .containsExactly("a.safetensors", "b[1].safetensors");
    assertThat(FinishedFiles.in(output, List.of("unet/*", "?.safetensors")))
        .containsEntry("unet-config.json", output.resolve("unet/config.json"))
        .containsEntry("a.safetensors", output.resolve("a.safetensors"))
        .hasSize(2);
    assertThat(FinishedFiles.in(output, List.of("b[1].*")).keySet())
        .containsExactly("b[1].safetensors");
    assertThat(FinishedFiles.in(output, List.of("none"))).isEmpty();
  }
}
