package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.VaeDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of the tiny model against those that diffusers' StableDiffusionXLPipeline made of it. */
class TextToImageTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  private static final Scheduler EDM =
      new EdmEulerScheduler(
          new EdmNoise(0.002, 80, 0.5, EdmNoise.Levels.KARRAS, 7, PredictionType.EPSILON));

  private final ModelDirectory model = ModelDirectory.open(TinyModel.directory(), Optional.empty());
  @TempDir private Path directory;
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
  @CsvSource({"0, euler", "1, dpm", "2, unguided", "3, lora", "4, edm"})
  void the_same_noise_becomes_the_same_image(int number, String name) throws IOException {
    JsonNode options = recording.image(name);
    SampleOptions sampled = options(options);
    Optional<LoraInUse> lora = options.has("lora") ? Optional.of(lora()) : Optional.empty();
    Guidance guidance =
        Guidance.encode(manager, model, sampled, new TextEncoders(model, CPU, lora));
    Scheduler scheduler = name.equals("edm") ? EDM : sampled.scheduler().load(model);
    SamplingSchedule schedule = scheduler.schedule(sampled.steps());
    try (UNet2DConditionModel unet = UNet2DConditionModel.load(model, manager, CPU);
        VaeDecoder vae = VaeDecoder.load(model, manager, CPU)) {
      lora.flatMap(used -> used.adapters(manager, LoraComponent.UNET, unet.attentionProjections()))
          .ifPresent(unet::attach);
      TextToImage pipeline = new TextToImage(unet, vae);
      NDArray latents =
          pipeline.denoise(manager, noise(number), guidance, schedule, DenoisingListener.SILENT);
      requireAgreement(name, latents, pipeline.decode(manager, latents).get(0));
    }
  }

  private static SampleOptions options(JsonNode options) {
    return new SampleOptions(
        options.required("prompt").textValue(),
        Optional.ofNullable(options.path("negative_prompt").textValue()),
        1,
        new ImageSize(32, 32),
        options.required("steps").intValue(),
        options.required("guidance").doubleValue(),
        SchedulerKind.ofOption(options.required("scheduler").textValue())
            .orElse(SchedulerKind.EULER));
  }

  private LoraInUse lora() throws IOException {
    JsonNode recorded = recording.lora();
    Path file = directory.resolve("lora.safetensors");
    FormulaLora.write(file, manager, model, recorded.required("rank").longValue());
    return LoraInUse.read(file, recorded.required("scale").doubleValue());
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
