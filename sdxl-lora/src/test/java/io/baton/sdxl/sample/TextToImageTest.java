package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.VaeDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of the tiny model against those that diffusers' StableDiffusionXLPipeline made of it. */
class TextToImageTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  private final ModelDirectory model = ModelDirectory.open(TinyModel.directory(), Optional.empty());
  private NDManager manager;
  private SampleRecording recording;

  @BeforeEach
  void start() {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    recording = new SampleRecording();
  }

  @AfterEach
  void free() {
    recording.close();
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"0, euler", "1, dpm", "2, unguided"})
  void the_same_noise_becomes_the_same_image(int number, String name) throws IOException {
    JsonNode options = recording.image(name);
    List<TextEmbedding> texts =
        new TextEncoders(model, CPU)
            .encode(
                manager,
                List.of(
                    options.required("prompt").textValue(),
                    options.path("negative_prompt").asText("")));
    TextEmbedding negative = options.has("negative_prompt") ? texts.get(1) : texts.get(0).zeros();
    SamplingSchedule schedule =
        SchedulerKind.ofOption(options.required("scheduler").textValue())
            .orElseThrow()
            .load(model)
            .schedule(options.required("steps").intValue());
    try (UNet2DConditionModel unet = UNet2DConditionModel.load(model, manager, CPU);
        VaeDecoder vae = VaeDecoder.load(model, manager, CPU)) {
      TextToImage pipeline = new TextToImage(unet, vae);
      NDArray latents =
          pipeline.denoise(
              manager,
              noise(number),
              Guidance.of(texts.get(0), negative, options.required("guidance").doubleValue()),
              schedule,
              DenoisingListener.SILENT);
      requireAgreement(name, latents, pipeline.decode(manager, latents).get(0));
    }
  }

  private void requireAgreement(String name, NDArray latents, RgbImage image) {
    float[] expected = recording.floats("image/" + name + "/latents");
    float[] found = latents.toFloatArray();
    float largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(found[i] - expected[i]));
    }
    float[] pixels = recording.floats("image/" + name + "/image");
    assertThat(image.rgb()).hasSize(pixels.length);
    int off = 0;
    for (int i = 0; i < pixels.length; i++) {
      off = Math.max(off, Math.abs((image.rgb()[i] & 0xff) - (int) pixels[i]));
    }
    assertThat(found).containsExactly(expected, within(1e-4f));
    assertThat(off).isLessThanOrEqualTo(1);
  }

  private NDArray noise(int number) {
    Shape shape = new Shape(1, 4, 16, 16);
    return manager.create(FormulaValues.input(number, (int) shape.size(), Math.sqrt(3)), shape);
  }
}
