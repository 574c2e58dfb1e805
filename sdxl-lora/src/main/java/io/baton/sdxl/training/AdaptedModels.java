package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.checkpoint.LoraState;
import io.baton.sdxl.optimizer.GradientClipping;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.training.options.TrainingOptions;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** All that is trained: the adapters of the UNet and, if they are trained, of the text encoders. */
final class AdaptedModels {

  private final List<AdaptedModel> models;
  private final List<TrainedGroup> groups;

  /**
   * @param groups all values of all models
   */
  AdaptedModels(List<AdaptedModel> models, List<TrainedGroup> groups) {
    this.models = List.copyOf(models);
    this.groups = List.copyOf(groups);
  }

  /** The groups that the options ask for. */
  static AdaptedModels of(
      TrainingOptions options, AdaptedModel unet, List<AdaptedModel> textEncoders) {
    OptionalDouble upRatio = options.adapters().upRateRatio();
    List<TrainedGroup> groups =
        new ArrayList<>(unet.groups(options.optimizer().weightDecay(), 1, upRatio));
    double textRatio =
        options.optimizer().choice().oneRate()
            ? 1
            : options.textEncoders().rateRatio(options.learningRate().rate(options.length()));
    double textDecay = options.textEncoders().weightDecay();
    textEncoders.forEach(model -> groups.addAll(model.groups(textDecay, textRatio, upRatio)));
    return new AdaptedModels(
        Stream.concat(Stream.of(unet), textEncoders.stream()).toList(), groups);
  }

  List<TrainedGroup> groups() {
    return groups;
  }

  List<LoraState> states() {
    return models.stream().map(AdaptedModel::state).toList();
  }

  /** Draws what the adapters do not see in a micro-step. */
  void drawDropout(long seed, long microStep) {
    models.forEach(model -> model.drawDropout(seed, microStep));
  }

  /**
   * Clips the gradients that have added up, takes optimizer step number {@code step} (from 1) and
   * sets them to 0.
   *
   * @param lossScale what the gradients are divided by first; it may leave the step out
   * @param learningRate of the run; each group's follows from it
   * @return the gradients' L2 norm, of all models together, before clipping
   */
  double step(
      NDManager scope,
      Optimizer optimizer,
      LossScale lossScale,
      double maxGradNorm,
      double learningRate,
      long step) {
    Map<AdaptedModel, NDArray> flat = new IdentityHashMap<>();
    models.forEach(model -> flat.put(model, model.adapters().gradients(scope)));
    List<NDArray> gradients = models.stream().map(flat::get).toList();
    if (lossScale.factor() != 1) {
      gradients.forEach(each -> each.muli(1 / lossScale.factor()));
    }
    double norm = GradientClipping.clip(gradients, maxGradNorm);
    if (lossScale.accept(norm)) {
      optimizer.step(
          groups.stream().map(group -> group.slice().of(flat.get(group.model()))).toList(),
          groups.stream().mapToDouble(group -> learningRate * group.rateRatio()).toArray(),
          step);
    }
    models.forEach(model -> model.adapters().zeroGradients());
    return norm;
  }
}
