package io.baton.sdxl.training;

import io.baton.sdxl.optimizer.ParameterGroup;
import java.util.Objects;

/**
 * Values of a model's adapters that learn at one rate.
 *
 * @param slice which of the model's values
 * @param parameters the same for the optimizer
 * @param rateRatio the group's learning rate over that of the run
 */
record TrainedGroup(
    AdaptedModel model, FlatSlice slice, ParameterGroup parameters, double rateRatio) {

  TrainedGroup {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(parameters, "parameters");
  }
}
