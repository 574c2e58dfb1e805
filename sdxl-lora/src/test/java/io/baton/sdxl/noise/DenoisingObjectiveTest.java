package io.baton.sdxl.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What diffusers' script makes of the same tensors; {@code record_objectives.py} records it. */
class DenoisingObjectiveTest {

  static Stream<Arguments> objectives() {
    return Stream.of(
        Arguments.of("ddpm_epsilon", ddpm(PredictionType.EPSILON)),
        Arguments.of("ddpm_v_prediction", ddpm(PredictionType.V_PREDICTION)),
        Arguments.of("euler_epsilon", sdxl(PredictionType.EPSILON).eulerObjective()),
        Arguments.of("euler_v_prediction", sdxl(PredictionType.V_PREDICTION).eulerObjective()),
        Arguments.of("edm_epsilon", edm(0.002, 80, 0.5, 7, PredictionType.EPSILON)),
        Arguments.of("edm_v_prediction", edm(0.002, 80, 0.5, 7, PredictionType.V_PREDICTION)),
        Arguments.of("edm_playground", edm(0.01, 50, 0.7, 5, PredictionType.EPSILON)));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void every_tensor_of_a_step_is_diffusers(String name, DenoisingObjective objective)
      throws IOException {
    JsonNode recording = recording();
    int rows = recording.required("levels").size();
    int[] levels = new int[rows];
    for (int row = 0; row < rows; row++) {
      levels[row] = recording.required("levels").required(row).intValue();
    }
    assertThat(objective.levels()).isEqualTo(1000);
    try (NDManager manager =
        TorchRuntime.start(TorchSettings.defaults()).newManager(Device.cpu())) {
      NDArray sample = repeated(manager, recording.required("sample"), rows);
      NDArray noise = repeated(manager, recording.required("noise"), rows);
      NDArray output = repeated(manager, recording.required("output"), rows);
      JsonNode expected = recording.required(name);

      NDArray noisy = objective.noisy(sample, noise, levels);
      assertRows(noisy, expected, "noisy");
      assertRows(objective.input(noisy, levels), expected, "input");
      assertRows(objective.prediction(noisy, output, levels), expected, "prediction");
      assertRows(objective.target(sample, noise, levels), expected, "target");
      for (int row = 0; row < rows; row++) {
        double timestep = expected.required(row).required("timestep").doubleValue();
        assertThat((double) objective.timesteps(levels)[row]).isCloseTo(timestep, within(1e-6));
        double weight = expected.required(row).required("weight").doubleValue();
        NoiseLevel level = objective.level(levels[row]);
        assertThat(level.weight()).isCloseTo(weight, within(1e-5 * weight));
        assertThat(level.priorWeight()).isCloseTo(weight, within(1e-5 * weight));
      }
    }
  }

  private static void assertRows(NDArray actual, JsonNode expected, String name) {
    float[] values = actual.toFloatArray();
    int columns = values.length / expected.size();
    for (int i = 0; i < values.length; i++) {
      double wanted =
          expected.required(i / columns).required(name).required(i % columns).doubleValue();
      assertThat((double) values[i])
          .as("%s[%d]", name, i)
          .isCloseTo(wanted, within(1e-6 * Math.max(1, Math.abs(wanted))));
    }
  }

  private static NDArray repeated(NDManager manager, JsonNode row, int rows) {
    float[] values = new float[rows * row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.required(i % row.size()).floatValue();
    }
    return manager.create(values, new Shape(rows, row.size()));
  }

  private static DenoisingObjective ddpm(PredictionType type) {
    return sdxl(type).objective(OptionalDouble.empty());
  }

  private static NoiseSchedule sdxl(PredictionType type) {
    return NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, type);
  }

  private static DenoisingObjective edm(
      double least, double most, double data, double rho, PredictionType type) {
    return new EdmNoise(least, most, data, EdmNoise.Levels.KARRAS, rho, type).objective(1000);
  }

  private static JsonNode recording() throws IOException {
    try (InputStream in = DenoisingObjectiveTest.class.getResourceAsStream("objectives.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
