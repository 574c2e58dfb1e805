package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.checkpoint.LoraState;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A model and its adapters, which are trained.
 *
 * @param layout the adapters' tensors by their names in files
 */
record AdaptedModel(LoraComponent component, LoraAdapters adapters, LoraLayout layout) {

  /** Rows of the random streams that belong to one model. */
  private static final int ROWS = 1 << 20;

  AdaptedModel {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(adapters, "adapters");
    Objects.requireNonNull(layout, "layout");
  }

  /** New adapters of a model's projections, all values 0; they are yet to be attached. */
  static AdaptedModel create(
      LoraComponent component,
      NDManager manager,
      LoraConfig config,
      List<LinearProjection> projections) {
    List<LinearProjection> sorted =
        projections.stream().sorted(Comparator.comparing(LinearProjection::name)).toList();
    LoraAdapters adapters = LoraAdapters.create(manager, config, sorted);
    return new AdaptedModel(component, adapters, LoraLayout.of(component, adapters));
  }

  /** Gives the adapters, which are attached, the values that training starts from. */
  void initialize(long seed) {
    LoraInitialization.fill(this, seed);
  }

  /** First row of a random stream that is this model's. */
  int firstRow() {
    return component.ordinal() * ROWS;
  }

  void drawDropout(long seed, long microStep) {
    adapters.drawDropout(seed, microStep, firstRow());
  }

  LoraState state() {
    return new LoraState(layout, new TensorValues(adapters.parameters()));
  }

  /**
   * What an optimizer updates: all as one group, or, where the up matrices learn at a rate of their
   * own (LoRA+), downs, ups and magnitudes.
   *
   * @param rateRatio the model's learning rate over that of the run
   * @param upRatio the rate of the ups over the model's
   */
  List<TrainedGroup> groups(double weightDecay, double rateRatio, OptionalDouble upRatio) {
    String name = component.folder();
    int end = Math.toIntExact(adapters.parameters().size());
    if (upRatio.isEmpty()) {
      return List.of(group(name, 0, end, weightDecay, rateRatio));
    }
    double upRate = rateRatio * upRatio.getAsDouble();
    List<TrainedGroup> groups = new ArrayList<>();
    groups.add(group(name + ".down", 0, adapters.firstUp(), weightDecay, rateRatio));
    groups.add(
        group(name + ".up", adapters.firstUp(), adapters.firstMagnitude(), weightDecay, upRate));
    if (adapters.firstMagnitude() < end) {
      groups.add(
          group(name + ".magnitude", adapters.firstMagnitude(), end, weightDecay, rateRatio));
    }
    return groups;
  }

  private TrainedGroup group(String name, int from, int to, double weightDecay, double rateRatio) {
    FlatSlice slice = new FlatSlice(from, to);
    NDArray parameters = slice.of(adapters.parameters());
    return new TrainedGroup(
        this,
        slice,
        StateLayout.group(name, layout.slice(from, to), parameters, weightDecay),
        rateRatio);
  }
}
