package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.training.options.AdapterOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with all that adapters can have: text encoders, DoRA, dropout, LoRA+, alpha ≠ rank. */
class AdapterRunTest {

  private static final AdapterOptions EVERYTHING =
      new AdapterOptions(2, 3, 0.2, true, OptionalDouble.of(4));

  @TempDir private static Path shared;
  @TempDir private Path output;

  @BeforeAll
  static void train_without_interruption() {
    run(shared).run();
  }

  private static SmallRun run(Path output) {
    return SmallRun.into(output).adapters(EVERYTHING).trainTextEncoders().steps(4);
  }

  @Test
  void an_interrupted_run_ends_with_the_same_bytes() {
    run(output).run(new StopAfter(4));
    run(output).resume().run();
    assertSameBytes();
  }

  @Test
  void recomputing_activations_gives_the_same_bytes() {
    run(output).gradientCheckpointing().run();
    assertSameBytes();
  }

  @Test
  void the_file_holds_what_all_three_models_have_learned() {
    try (SafetensorsFile file = SafetensorsFile.open(shared.resolve(LoraFile.NAME))) {
      Map<String, Long> tensors =
          file.tensors().keySet().stream()
              .collect(Collectors.groupingBy(key -> key.split("\\.", 2)[0], Collectors.counting()));
      assertThat(tensors)
          .containsOnly(
              entry("unet", 288L), entry("text_encoder", 60L), entry("text_encoder_2", 60L));
      for (String key : file.tensors().keySet()) {
        // What the first encoder gives is the input of its last layer, so that one learns nothing.
        boolean unused = key.startsWith("text_encoder.text_model.encoder.layers.4.");
        if (key.endsWith("up.weight")) {
          assertThat(norm(file.floats(key)) > 0)
              .as("whether %s has learned", key)
              .isNotEqualTo(unused);
        }
      }
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private void assertSameBytes() {
    assertThat(output.resolve(LoraFile.NAME)).hasSameBinaryContentAs(shared.resolve(LoraFile.NAME));
  }
}
