package io.baton.sdxl.sample;

/**
 * Where in training's timesteps a sampler's lie (Lin et al., "Common diffusion noise schedules and
 * sample steps are flawed", 2023, table 2), with diffusers' rounding. T are training's timesteps.
 */
public enum TimestepSpacing {
  /** Multiples of ⌊T / n⌋ and an offset. */
  LEADING("leading") {
    @Override
    double[] discrete(int steps, int trained, int offset) {
      double[] timesteps = new double[steps];
      int stride = trained / steps;
      for (int i = 0; i < steps; i++) {
        timesteps[i] = (double) (steps - 1 - i) * stride + offset;
      }
      return timesteps;
    }

    @Override
    double[] multistep(int steps, int trained, int offset) {
      double[] timesteps = new double[steps];
      int stride = trained / (steps + 1);
      for (int i = 0; i < steps; i++) {
        timesteps[i] = (double) (steps - i) * stride + offset;
      }
      return timesteps;
    }
  },
  /** From the last to the first at equal distances. */
  LINSPACE("linspace") {
    @Override
    double[] discrete(int steps, int trained, int offset) {
      double[] timesteps = new double[steps];
      for (int i = 0; i < steps - 1; i++) {
        timesteps[i] = (float) ((trained - 1) * (steps - 1.0 - i) / (steps - 1));
      }
      return timesteps;
    }

    @Override
    double[] multistep(int steps, int trained, int offset) {
      double[] timesteps = new double[steps];
      for (int i = 0; i < steps; i++) {
        timesteps[i] = Math.rint((trained - 1) * (double) (steps - i) / steps);
      }
      return timesteps;
    }
  },
  /** From the last down, at distances of T / n. */
  TRAILING("trailing") {
    @Override
    double[] discrete(int steps, int trained, int offset) {
      double[] timesteps = new double[steps];
      double stride = (double) trained / steps;
      for (int i = 0; i < steps; i++) {
        timesteps[i] = Math.rint(trained - i * stride) - 1;
      }
      return timesteps;
    }

    @Override
    double[] multistep(int steps, int trained, int offset) {
      return discrete(steps, trained, offset);
    }
  };

  private final String configName;

  TimestepSpacing(String configName) {
    this.configName = configName;
  }

  /** As scheduler configurations write it. */
  public String configName() {
    return configName;
  }

  /** For samplers that go down to the last timestep, falling. */
  abstract double[] discrete(int steps, int trained, int offset);

  /** For samplers that leave the last timestep out, as multistep ones do, falling. */
  abstract double[] multistep(int steps, int trained, int offset);
}
