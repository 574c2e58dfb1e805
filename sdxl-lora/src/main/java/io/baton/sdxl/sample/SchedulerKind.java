package io.baton.sdxl.sample;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.noise.EdmNoise;
import java.util.Arrays;
import java.util.Optional;

/** The schedulers that a user can choose. */
public enum SchedulerKind {
  EULER("euler") {
    @Override
    public Scheduler load(ModelDirectory model) {
      return EdmNoise.isOf(model)
          ? new EdmEulerScheduler(EdmNoise.load(model))
          : new EulerScheduler(DiffusionNoise.load(model));
    }
  },
  DPM_SOLVER_2M("dpm++2m") {
    @Override
    public Scheduler load(ModelDirectory model) {
      if (EdmNoise.isOf(model)) {
        throw new TrainingFailure(
            FailureCode.USAGE,
            "The scheduler dpm++2m is not there for EDM models, such as %s; take euler."
                .formatted(model.path()));
      }
      return new DpmSolverMultistepScheduler(DiffusionNoise.load(model));
    }
  };

  private final String optionValue;

  SchedulerKind(String optionValue) {
    this.optionValue = optionValue;
  }

  /** As the command line writes it. */
  public String optionValue() {
    return optionValue;
  }

  public static Optional<SchedulerKind> ofOption(String text) {
    return Arrays.stream(values()).filter(kind -> kind.optionValue.equals(text)).findAny();
  }

  /**
   * The scheduler for a model, with the numbers of its scheduler configuration.
   *
   * @throws TrainingFailure with {@code USAGE} or {@code BAD_INPUT} when they do not go together
   */
  public abstract Scheduler load(ModelDirectory model);
}
