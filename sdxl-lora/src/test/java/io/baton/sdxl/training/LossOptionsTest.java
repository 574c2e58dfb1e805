package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.initmodel.GoldenModel;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.training.options.LossOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossOptionsTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir Path directory;

  private ModelDirectory model;

  @BeforeEach
  void write() throws IOException {
    model = GoldenModel.write(directory);
  }

  @Test
  void edm_style_takes_the_models_own_noise_levels() {
    LossOptions options = new LossOptions(NONE, true, 0);
    assertThat(options.objective(model).level(999).noise()).isGreaterThan(14).isLessThan(15);
    assertThat(options.objective(model).level(999).timestep()).isEqualTo(999);
  }

  @Test
  void a_model_with_an_edm_scheduler_is_trained_so_unasked() throws IOException {
    makeEdm();
    assertThat(LossOptions.DEFAULTS.objective(model).level(0).noise()).isEqualTo(80);
    assertThat(LossOptions.DEFAULTS.objective(model).level(0).timestep())
        .isEqualTo((float) (0.25 * Math.log(80)));
  }

  @Test
  void a_model_index_that_names_an_edm_scheduler_is_enough() throws IOException {
    Path index = directory.resolve("model_index.json");
    String text = Files.readString(index);
    assertThat(text).contains("\"EulerDiscreteScheduler\"");
    Files.writeString(index, text.replace("EulerDiscreteScheduler", "EDMEulerScheduler"));
    assertThat(LossOptions.DEFAULTS.objective(model).level(0).noise()).isEqualTo(80);
  }

  @Test
  void min_snr_does_not_go_with_edm() throws IOException {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> new LossOptions(OptionalDouble.of(5), true, 0))
        .withMessageContaining("--snr_gamma does not go with --do_edm_style_training");
    makeEdm();
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> LossOptions.ofSnrGamma(5).objective(model))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.USAGE))
        .withMessageContaining("--snr_gamma does not go with a model whose scheduler is EDM's");
  }

  private void makeEdm() throws IOException {
    Files.writeString(
        directory.resolve("scheduler/scheduler_config.json"),
        """
        {"_class_name": "EDMDPMSolverMultistepScheduler", "sigma_min": 0.002, "sigma_max": 80.0,
         "sigma_data": 0.5, "prediction_type": "epsilon"}
        """);
  }
}
