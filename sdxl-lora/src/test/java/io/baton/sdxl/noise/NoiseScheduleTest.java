package io.baton.sdxl.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseScheduleTest {

  private static final NoiseSchedule SDXL =
      NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, PredictionType.EPSILON);

  @ParameterizedTest
  @CsvSource({
    "0, 0.000849999953, 0.999149978, 1175.441",
    "1, 0.000854698592, 0.998296022, 585.8622",
    "250, 0.00242776098, 0.673792303, 2.065532",
    "500, 0.00481495354, 0.276332468, 0.3818501",
    "750, 0.00801157858, 0.0561698042, 0.0595126",
    "998, 0.0119823748, 0.00471669575, 0.004739049",
    "999, 0.0119999992, 0.00466009509, 0.004681912"
  })
  void it_has_diffusers_numbers(int timestep, float beta, float alpha, double snr) {
    assertThat(SDXL.beta(timestep)).isEqualTo(beta);
    assertThat(SDXL.alphaCumulative(timestep)).isEqualTo(alpha);
    assertThat(SDXL.signalToNoise(timestep)).isCloseTo(snr, within(1e-4 * snr));
  }

  @Test
  void rare_noise_weighs_less() {
    assertThat(SDXL.minimumSnrWeight(0, 5)).isCloseTo(0.004253724, within(1e-7));
    assertThat(SDXL.minimumSnrWeight(250, 1)).isCloseTo(0.4841368, within(1e-6));
    assertThat(SDXL.minimumSnrWeight(146, 5)).isLessThan(1);
    assertThat(SDXL.minimumSnrWeight(147, 5)).isEqualTo(1);
    NoiseSchedule velocity =
        NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, PredictionType.V_PREDICTION);
    assertThat(velocity.minimumSnrWeight(147, 5)).isEqualTo(2);
  }

  @Test
  void min_snr_weighs_instance_rows_alone() {
    DenoisingObjective objective = SDXL.objective(OptionalDouble.of(5));
    assertThat(objective.level(0).weight()).isEqualTo(SDXL.minimumSnrWeight(0, 5));
    assertThat(objective.level(0).priorWeight()).isEqualTo(1);
  }

  @Test
  void a_schedule_of_another_kind_is_refused(@TempDir Path directory) throws IOException {
    ModelDirectory model = GoldenModel.write(directory);
    assertThat(NoiseSchedule.load(model).trainingTimesteps()).isEqualTo(1000);
    Path config = directory.resolve("scheduler/scheduler_config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("scaled_linear", "squaredcos_cap_v2"));
    assertThatThrownBy(() -> NoiseSchedule.load(model))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("beta_schedule = \"squaredcos_cap_v2\"");
    Files.writeString(config, text.replace("\"epsilon\"", "\"sample\""));
    assertThatThrownBy(() -> NoiseSchedule.load(model))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("'prediction_type' must be epsilon or v_prediction");
  }
}
