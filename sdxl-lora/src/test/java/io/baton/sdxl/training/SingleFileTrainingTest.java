package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.SingleFileWriter;
import io.baton.sdxl.training.options.BaseModelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileTrainingTest {

  @TempDir private Path directory;

  @Test
  void a_model_in_a_single_file_gives_the_same_lora_as_its_directory() throws IOException {
    Path file = directory.resolve("model.safetensors");
    SingleFileWriter.write(ModelDirectory.open(TinyModel.directory(), Optional.empty()), file);
    SmallRun.into(directory.resolve("a")).steps(1).run();
    SmallRun.into(directory.resolve("b"))
        .steps(1)
        .model(
            new BaseModelOptions(
                file, Optional.empty(), Optional.empty(), Optional.of(TinyModel.directory())))
        .run();
    for (String name :
        new String[] {
          "pytorch_lora_weights.safetensors", "pytorch_lora_weights_kohya.safetensors"
        }) {
      assertThat(directory.resolve("b").resolve(name))
          .hasBinaryContent(Files.readAllBytes(directory.resolve("a").resolve(name)));
    }
  }
}
