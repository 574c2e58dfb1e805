package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.block.Mode;
import io.baton.sdxl.torch.ScriptLibrary;
import java.util.List;
import java.util.Optional;

/** The projections of a block that adapters can be attached to, and the adapters that are. */
public final class AdaptedProjections {

  private final List<NDArray> weights;
  private final List<FrozenProjection> projections;
  private List<Optional<LoraLayer>> layers;

  /**
   * Without adapters at first.
   *
   * @param weights of the block
   */
  public AdaptedProjections(List<NDArray> weights, List<FrozenProjection> projections) {
    this.weights = List.copyOf(weights);
    this.projections = List.copyOf(projections);
    detach();
  }

  /** In the order that {@link #script} counts them in. */
  public List<LinearProjection> projections() {
    return projections.stream().map(FrozenProjection::projection).toList();
  }

  /** Takes the layers that are named after these projections, in place of any from before. */
  public void attach(LoraAdapters adapters) {
    layers = projections.stream().map(each -> adapters.layer(each.projection().name())).toList();
    if (adapters.config().dora()) {
      for (FrozenProjection each : projections) {
        try (NDArray weight = each.weight(weights)) {
          adapters.measure(each.projection().name(), weight);
        }
      }
    }
  }

  public void detach() {
    layers = projections.stream().map(projection -> Optional.<LoraLayer>empty()).toList();
  }

  /** The tensors of each attached layer, in the order that {@link #script} expects. */
  public List<NDArray> tensors() {
    return layers.stream()
        .flatMap(Optional::stream)
        .flatMap(layer -> layer.tensors().stream())
        .toList();
  }

  /**
   * What the attached layers add to a block's script.
   *
   * @param scalarType libtorch's number of the type that the model computes in
   */
  public AdapterScript script(ScriptLibrary library, Mode mode, int scalarType) {
    return new AdapterScript(library, mode, scalarType, projections, layers);
  }
}
