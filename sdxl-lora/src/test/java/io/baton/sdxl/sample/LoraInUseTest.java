package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraFormat;
import io.baton.sdxl.lorafile.LoraMatrix;
import io.baton.sdxl.lorafile.LoraModule;
import io.baton.sdxl.lorafile.LoraModuleName;
import io.baton.sdxl.lorafile.LoraWeights;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoraInUseTest {

  private static final String BLOCK = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.";
  private static final List<LinearProjection> MODEL =
      List.of(
          new LinearProjection(BLOCK + "to_q", 3, 2),
          new LinearProjection(BLOCK + "to_k", 3, 2),
          new LinearProjection(BLOCK + "to_v", 3, 2));

  private NDManager manager;

  @BeforeEach
  void start() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void modules_of_several_ranks_and_alphas_count_as_their_file_says() {
    LoraModule small = module(1, 3, 2, 2, Optional.empty());
    LoraModule large = module(2, 3, 2, 1, Optional.empty());
    LoraAdapters adapters = adapters(0.5, Map.of("to_q", small, "to_v", large)).orElseThrow();
    assertThat(adapters.layers())
        .extracting(LoraLayer::name)
        .containsExactly(BLOCK + "to_q", BLOCK + "to_v");
    requireProduct(adapters, "to_q", small, 2.0 / 1 * 0.5);
    requireProduct(adapters, "to_v", large, 1.0 / 2 * 0.5);
  }

  @Test
  void a_lora_that_counts_no_times_changes_nothing() {
    LoraModule module = module(1, 3, 2, 1, Optional.empty());
    requireProduct(adapters(0, Map.of("to_q", module)).orElseThrow(), "to_q", module, 0);
  }

  @Test
  void magnitudes_are_taken_as_they_are() {
    float[] magnitude = {5, 7};
    LoraModule module = module(1, 3, 2, 1, Optional.of(LoraMatrix.of(List.of(2L), magnitude)));
    LoraAdapters adapters = adapters(0.5, Map.of("to_k", module)).orElseThrow();
    LoraLayer layer = adapters.layers().get(0);
    assertThat(layer.magnitude().orElseThrow().values().toFloatArray()).containsExactly(magnitude);
  }

  @Test
  void a_part_that_the_lora_leaves_alone_gets_no_adapters() {
    LoraInUse lora = lora(1, Map.of("to_q", module(1, 3, 2, 1, Optional.empty())));
    assertThat(lora.adapters(manager, LoraComponent.TEXT_ENCODER, MODEL)).isEmpty();
  }

  @Test
  void a_module_that_the_model_lacks_is_named() {
    LoraModule module = module(1, 3, 2, 1, Optional.empty());
    requireRefusal(
        () -> adapters(1, Map.of("to_q", module, "to_out.0", module)),
        "it adapts unet." + BLOCK + "to_out.0, and only attention projections");
  }

  @Test
  void a_module_of_another_size_is_named() {
    requireRefusal(
        () -> adapters(1, Map.of("to_q", module(1, 4, 2, 1, Optional.empty()))),
        BLOCK + "to_q maps 4 to 2 features where the model's maps 3 to 2");
  }

  @Test
  void magnitudes_of_some_modules_alone_are_refused() {
    LoraMatrix magnitude = LoraMatrix.of(List.of(2L), new float[] {1, 1});
    requireRefusal(
        () ->
            adapters(
                1,
                Map.of(
                    "to_q",
                    module(1, 3, 2, 1, Optional.of(magnitude)),
                    "to_k",
                    module(1, 3, 2, 1, Optional.empty()))),
        "have a DoRA magnitude, but unet." + BLOCK + "to_k has none");
  }

  private Optional<LoraAdapters> adapters(double scale, Map<String, LoraModule> modules) {
    return lora(scale, modules).adapters(manager, LoraComponent.UNET, MODEL);
  }

  private static LoraInUse lora(double scale, Map<String, LoraModule> modules) {
    TreeMap<LoraModuleName, LoraModule> named = new TreeMap<>();
    modules.forEach(
        (name, module) -> named.put(new LoraModuleName(LoraComponent.UNET, BLOCK + name), module));
    return new LoraInUse(
        Path.of("some.safetensors"), new LoraWeights(LoraFormat.KOHYA, named, Map.of()), scale);
  }

  private static LoraModule module(
      int rank, int in, int out, double alpha, Optional<LoraMatrix> magnitude) {
    return new LoraModule(matrix(rank, in, 0.5f), matrix(out, rank, -0.25f), alpha, magnitude);
  }

  private static LoraMatrix matrix(long rows, long columns, float step) {
    float[] values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + step * i;
    }
    return LoraMatrix.of(List.of(rows, columns), values);
  }

  /** scale · up · down of the adapters is factor · up · down of the file. */
  private static void requireProduct(
      LoraAdapters adapters, String name, LoraModule module, double factor) {
    LoraLayer layer = adapters.layer(BLOCK + name).orElseThrow();
    float[] found = layer.up().matMul(layer.down()).mul(layer.scale()).toFloatArray();
    float[] up = module.up().floats();
    float[] down = module.down().floats();
    int rank = module.rank();
    for (int out = 0; out < 2; out++) {
      for (int in = 0; in < 3; in++) {
        double expected = 0;
        for (int r = 0; r < rank; r++) {
          expected += factor * up[out * rank + r] * down[r * 3 + in];
        }
        assertThat((double) found[out * 3 + in]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  private static void requireRefusal(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .hasMessageStartingWith("The LoRA some.safetensors does not go with this model: ")
        .hasMessageContaining(why);
  }
}
