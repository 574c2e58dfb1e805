package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.noise.PredictionType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schedulers against diffusers', with a model that answers with a tenth of its input. */
class SchedulerTest {

  private static final NoiseSchedule NOISE = noise(PredictionType.EPSILON);

  static Stream<Arguments> recorded() {
    DiffusionNoise leading = new DiffusionNoise(NOISE, TimestepSpacing.LEADING, 1, false);
    DiffusionNoise linspace = new DiffusionNoise(NOISE, TimestepSpacing.LINSPACE, 1, false);
    DiffusionNoise trailing = new DiffusionNoise(NOISE, TimestepSpacing.TRAILING, 1, false);
    DiffusionNoise velocity =
        new DiffusionNoise(noise(PredictionType.V_PREDICTION), TimestepSpacing.LEADING, 1, false);
    DiffusionNoise karras = new DiffusionNoise(NOISE, TimestepSpacing.LEADING, 1, true);
    return Stream.of(
        Arguments.of("euler-karras", new EulerScheduler(karras), 12),
        Arguments.of("dpm-karras", new DpmSolverMultistepScheduler(karras), 12),
        Arguments.of("euler-leading", new EulerScheduler(leading), 25),
        Arguments.of("euler-linspace", new EulerScheduler(linspace), 7),
        Arguments.of("euler-trailing", new EulerScheduler(trailing), 7),
        Arguments.of("euler-v", new EulerScheduler(velocity), 10),
        Arguments.of("euler-once", new EulerScheduler(leading), 1),
        Arguments.of("dpm-leading", new DpmSolverMultistepScheduler(leading), 25),
        Arguments.of("dpm-linspace", new DpmSolverMultistepScheduler(linspace), 7),
        Arguments.of("dpm-trailing", new DpmSolverMultistepScheduler(trailing), 7),
        Arguments.of("dpm-v", new DpmSolverMultistepScheduler(velocity), 20),
        Arguments.of("dpm-once", new DpmSolverMultistepScheduler(leading), 1),
        Arguments.of(
            "edm-karras",
            new EdmEulerScheduler(
                new EdmNoise(0.002, 80, 0.5, EdmNoise.Levels.KARRAS, 7, PredictionType.EPSILON)),
            12),
        Arguments.of(
            "edm-exponential-v",
            new EdmEulerScheduler(
                new EdmNoise(
                    0.002, 70, 0.5, EdmNoise.Levels.EXPONENTIAL, 7, PredictionType.V_PREDICTION)),
            12));
  }

  private static NoiseSchedule noise(PredictionType predictionType) {
    return NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, predictionType);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void it_steps_as_diffusers_does(String name, Scheduler scheduler, int steps) {
    SamplingSchedule schedule = scheduler.schedule(steps);
    try (SampleRecording recording = new SampleRecording()) {
      String prefix = "schedule/" + name + "/";
      float[] timesteps = recording.floats(prefix + "timesteps");
      assertThat(schedule.steps()).hasSize(timesteps.length);
      for (int i = 0; i < timesteps.length; i++) {
        assertThat((double) schedule.steps().get(i).timestep())
            .isCloseTo(timesteps[i], relative(timesteps[i]));
      }
      float[] deviation = recording.floats(prefix + "initial_deviation");
      assertThat(schedule.initialDeviation()).isCloseTo(deviation[0], relative(deviation[0]));
      requireAgreement(schedule, recording.floats(prefix + "trajectory"));
    }
  }

  private static void requireAgreement(SamplingSchedule schedule, float[] trajectory) {
    for (int number = 0; number < 2; number++) {
      List<Double> ours = trajectory(schedule, number == 0 ? 1 : -2);
      for (int i = 0; i < ours.size(); i++) {
        float expected = trajectory[2 * i + number];
        assertThat(ours.get(i)).as("step %d", i).isCloseTo(expected, relative(expected));
      }
    }
  }

  private static List<Double> trajectory(SamplingSchedule schedule, double start) {
    List<Double> trajectory = new ArrayList<>();
    double x = start;
    double previous = Double.NaN;
    for (SamplingStep step : schedule.steps()) {
      double out = 0.1 * step.inputScale() * x;
      double denoised = step.denoisedFromSample() * x + step.denoisedFromOutput() * out;
      double next = step.nextFromSample() * x + step.nextFromDenoised() * denoised;
      x = step.nextFromPrevious() == 0 ? next : next + step.nextFromPrevious() * previous;
      previous = denoised;
      trajectory.add(x);
    }
    return trajectory;
  }

  // diffusers computes in 32 bits; DPM-Solver++ takes differences of logarithms.
  private static Offset<Double> relative(double expected) {
    return within(2e-6 * Math.max(1, Math.abs(expected)));
  }

  @Test
  void more_steps_than_there_are_noise_levels_are_refused() {
    Scheduler euler =
        new EulerScheduler(new DiffusionNoise(NOISE, TimestepSpacing.LEADING, 1, false));
    assertThat(euler.schedule(999).steps()).hasSize(999);
    assertThatThrownBy(() -> euler.schedule(1001))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.USAGE))
        .hasMessageContaining("1001 inference steps are too many");
  }
}
