package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.initmodel.ModelInitializer;
import io.baton.sdxl.initmodel.ModelPreset;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.TextEncoders;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row whose caption is dropped is told what the model's pipeline takes for no prompt. */
class NothingToldTest {

  private static final List<String> CAPTIONS = List.of("a cat", TextConditioning.NOTHING, "a cat");

  @TempDir Path directory;
  private NDManager manager;

  @BeforeEach
  void writeModel() {
    ModelInitializer.write(ModelPreset.TINY, 0, directory.resolve("model"));
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void trained_encoders_give_it_zeros_and_get_no_gradients_for_it(ComputeType type) {
    try (TrainedTextEncoders encoders = trained(type);
        TextConditioning.Encoded encoded = encoders.encode(manager, CAPTIONS)) {
      assertOnlyTheMiddleIsZero(encoded.hiddenStates());
      assertOnlyTheMiddleIsZero(encoded.pooled());
      Autograd.backward(encoded.hiddenStates());
      Autograd.backward(encoded.pooled());
      encoded.backward();
      for (AdaptedModel model : encoders.models()) {
        float[] gradient = model.adapters().gradients(manager).toFloatArray();
        assertThat(IntStream.range(0, gradient.length).anyMatch(i -> gradient[i] != 0)).isTrue();
      }
    }
  }

  @Test
  void frozen_encoders_give_it_zeros() {
    try (CaptionEmbeddings embeddings = frozen()) {
      TextConditioning.Encoded encoded = embeddings.encode(manager, CAPTIONS);
      assertOnlyTheMiddleIsZero(encoded.hiddenStates());
      assertOnlyTheMiddleIsZero(encoded.pooled());
    }
  }

  @Test
  void a_model_that_wants_no_zeros_has_the_empty_text_encoded() throws IOException {
    Path index = directory.resolve("model/model_index.json");
    String changed =
        Files.readString(index)
            .replace(
                "\"force_zeros_for_empty_prompt\" : true",
                "\"force_zeros_for_empty_prompt\" : false");
    Files.writeString(index, changed);
    assertThat(model().forcesZerosForEmptyPrompt()).isFalse();
    try (CaptionEmbeddings embeddings = frozen();
        TrainedTextEncoders encoders = trained(ComputeType.FLOAT32);
        TextConditioning.Encoded trained = encoders.encode(manager, CAPTIONS)) {
      NDArray frozen = embeddings.encode(manager, CAPTIONS).hiddenStates();
      assertThat(isZero(row(frozen, 1))).isFalse();
      assertThat(isZero(row(trained.hiddenStates(), 1))).isFalse();
    }
  }

  private static void assertOnlyTheMiddleIsZero(NDArray rows) {
    assertThat(isZero(row(rows, 0))).isFalse();
    assertThat(isZero(row(rows, 1))).isTrue();
    assertThat(row(rows, 2)).isEqualTo(row(rows, 0));
  }

  private static float[] row(NDArray rows, int number) {
    float[] values = rows.toFloatArray();
    int length = values.length / CAPTIONS.size();
    return Arrays.copyOfRange(values, number * length, (number + 1) * length);
  }

  private static boolean isZero(float[] values) {
    return IntStream.range(0, values.length).allMatch(i -> values[i] == 0);
  }

  private CaptionEmbeddings frozen() {
    Placement cpu = new Placement(Device.cpu(), ComputeType.FLOAT32);
    TextEncoders encoders = new TextEncoders(model(), cpu, Optional.empty());
    return CaptionEmbeddings.encode(
        manager, encoders, CAPTIONS, model().forcesZerosForEmptyPrompt());
  }

  private TrainedTextEncoders trained(ComputeType type) {
    return TrainedTextEncoders.load(
        manager,
        model(),
        new Placement(Device.cpu(), type),
        LoraConfig.ofRank(2),
        Checkpointing.NONE,
        1);
  }

  private ModelDirectory model() {
    return ModelDirectory.open(directory.resolve("model"), Optional.empty());
  }
}
