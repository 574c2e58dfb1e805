package io.baton.sdxl.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The projections of a block that adapters can be attached to, and the adapters that are. */
public final class AdaptedProjections {

  private final List<LinearProjection> projections;
  private List<Optional<LoraLayer>> layers;

  /** Without adapters at first. */
  public AdaptedProjections(List<LinearProjection> projections) {
    this.projections = List.copyOf(projections);
    detach();
  }

  /** In the order that {@link #script} counts them in. */
  public List<LinearProjection> projections() {
    return projections;
  }

  /** Takes the layers that are named after these projections, in place of any from before. */
  public void attach(LoraAdapters adapters) {
    layers = projections.stream().map(projection -> adapters.layer(projection.name())).toList();
  }

  public void detach() {
    layers = projections.stream().map(projection -> Optional.<LoraLayer>empty()).toList();
  }

  /** Down and up matrix of each attached layer, in the order that {@link #script} expects. */
  public List<NDArray> tensors() {
    return layers.stream()
        .flatMap(Optional::stream)
        .flatMap(layer -> Stream.of(layer.down(), layer.up()))
        .toList();
  }

  /** What the attached layers add to a block's script, in the scalar type of its products. */
  public AdapterScript script(int scalarType) {
    return new AdapterScript(layers, scalarType);
  }
}
