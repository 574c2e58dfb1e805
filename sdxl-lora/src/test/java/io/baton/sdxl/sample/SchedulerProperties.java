package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.sdxl.noise.EdmNoise;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.noise.PredictionType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SchedulerProperties {

  /** A model that always knows the clean sample gets there, in however many steps. */
  @Property(tries = 200)
  void a_perfect_model_ends_at_the_clean_sample(
      @ForAll Kind kind,
      @ForAll TimestepSpacing spacing,
      @ForAll PredictionType prediction,
      @ForAll boolean karras,
      @ForAll @IntRange(min = 1, max = 300) int steps,
      @ForAll @DoubleRange(min = -5, max = 5) double clean,
      @ForAll @DoubleRange(min = -3, max = 3) double noise) {
    DiffusionNoise diffusion =
        new DiffusionNoise(
            NoiseSchedule.scaledLinear(0.00085, 0.012, 1000, prediction), spacing, 1, karras);
    SamplingSchedule schedule =
        switch (kind) {
          case EULER -> new EulerScheduler(diffusion).schedule(steps);
          case DPM_SOLVER -> new DpmSolverMultistepScheduler(diffusion).schedule(steps);
          case EDM_EULER ->
              new EdmEulerScheduler(
                      new EdmNoise(0.002, 80, 0.5, EdmNoise.Levels.KARRAS, 7, prediction))
                  .schedule(steps);
        };
    double x = noise * schedule.initialDeviation();
    double before = Double.NaN;
    for (SamplingStep step : schedule.steps()) {
      double out = (clean - step.denoisedFromSample() * x) / step.denoisedFromOutput();
      double denoised = step.denoisedFromSample() * x + step.denoisedFromOutput() * out;
      double previous = step.nextFromPrevious() == 0 ? 0 : step.nextFromPrevious() * before;
      x = step.nextFromSample() * x + step.nextFromDenoised() * denoised + previous;
      before = denoised;
    }
    assertThat(x).isCloseTo(clean, within(1e-9));
  }

  enum Kind {
    EULER,
    DPM_SOLVER,
    EDM_EULER
  }
}
