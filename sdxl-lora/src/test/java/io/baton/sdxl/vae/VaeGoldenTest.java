package io.baton.sdxl.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny autoencoder against diffusers' numbers for the same weights and inputs. */
class VaeGoldenTest {

  private static final Placement CPU = new Placement(Device.cpu(), ComputeType.FLOAT32);

  @TempDir private Path directory;
  private NDManager manager;
  private ModelDirectory model;
  private JsonNode golden;

  @BeforeEach
  void writeModel() throws IOException {
    manager = TorchRuntime.start(new TorchSettings(1)).newManager(Device.cpu());
    model = GoldenModel.write(directory);
    golden = GoldenModel.expected().path("vae");
  }

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void it_encodes_and_decodes_as_diffusers_does() {
    try (AutoencoderKl vae = AutoencoderKl.load(model, manager, CPU);
        LatentDistribution latents = vae.encode(manager, tensor(3, 1, 3, 16, 16))) {
      assertThat(VaeConfig.load(model).downscaleFactor()).isEqualTo(2);
      requireAgreement(latents.mean(), "mean");
      requireAgreement(latents.logVariance(), "logvar");
      requireAgreement(latents.sample(tensor(4, 1, 4, 8, 8)), "z");
      requireAgreement(vae.decode(manager, latents.mean()), "rec");
    }
  }

  @Test
  void latents_are_scaled_or_standardized_as_the_configuration_says() throws IOException {
    NDArray latents = manager.ones(new Shape(1, 4, 1, 1));
    assertThat(scale().toUnet(latents).toFloatArray()).containsOnly(0.13025f);
    assertThat(scale().toVae(manager, latents).toFloatArray()).containsOnly(1 / 0.13025f);
    Path config = directory.resolve("vae/config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "\"scaling_factor\" : 0.13025",
                "\"scaling_factor\" : 0.5, \"latents_mean\": [0, 1, 2, 3], \"latents_std\": [1, 2, 4, 8]"));
    NDArray standardized = scale().toUnet(latents);
    assertThat(standardized.toFloatArray()).containsExactly(0.5f, 0, -0.125f, -0.125f);
    assertThat(scale().toVae(manager, standardized).toFloatArray()).containsOnly(1);
  }

  private LatentScale scale() {
    return new LatentScale(VaeConfig.load(model));
  }

  @Test
  void sides_that_do_not_divide_are_refused() {
    try (AutoencoderKl vae = AutoencoderKl.load(model, manager, CPU)) {
      assertThatThrownBy(() -> vae.encode(manager, tensor(3, 1, 3, 15, 16)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void requireAgreement(NDArray found, String name) {
    JsonNode expected = golden.path(name);
    float[] values = found.toFloatArray();
    float[] first = GoldenModel.floats(expected.path("first8"));
    float[] last = GoldenModel.floats(expected.path("last4"));
    assertThat(Arrays.copyOf(values, first.length)).containsExactly(first, within(1e-5f));
    assertThat(Arrays.copyOfRange(values, values.length - last.length, values.length))
        .containsExactly(last, within(1e-5f));
    double norm = Math.sqrt(found.square().sum().getFloat());
    assertThat(norm).isCloseTo(expected.path("l2").asDouble(), within(1e-4));
  }

  private NDArray tensor(int number, long... shape) {
    Shape dimensions = new Shape(shape);
    return manager.create(FormulaValues.input(number, (int) dimensions.size(), 1), dimensions);
  }
}
