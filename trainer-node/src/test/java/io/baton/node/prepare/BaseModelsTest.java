package io.baton.node.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.job.BaseModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelsTest {
  @TempDir Path directory;

  @Test
  void models_of_one_and_two_part_names_are_told() throws IOException {
    model("tiny");
    model("stabilityai/sdxl");
    model(".hidden");
    Files.createDirectories(directory.resolve("no-model"));

    assertThat(new BaseModels(directory).cached())
        .containsExactly(new BaseModel("stabilityai/sdxl"), new BaseModel("tiny"));
  }

  @Test
  void models_directory_that_is_missing_holds_no_model() {
    BaseModels models = new BaseModels(directory.resolve("missing"));

    assertThat(models.cached()).isEmpty();
    assertThatThrownBy(() -> models.resolve(new BaseModel("tiny")))
        .isInstanceOf(AttemptFailedException.class)
        .hasMessageContaining("'tiny' is not on this node");
  }

  private void model(String name) throws IOException {
    Path model = Files.createDirectories(directory.resolve(name));
    Files.writeString(model.resolve("model_index.json"), "{}");
  }
}
