package io.baton.sdxl.lorafile;

import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tensors of a model's LoRA under the names that diffusers gives them, in order of their names.
 */
public record LoraLayout(List<LoraTensor> tensors) {

  public LoraLayout {
    tensors = tensors.stream().sorted(Comparator.comparing(LoraTensor::key)).toList();
  }

  /**
   * The layout of a model's adapters: {@code unet.<module>.lora.{down,up}.weight}, {@code
   * text_encoder.<module>.lora_linear_layer.{down,up}.weight}, and with DoRA {@code
   * <component>.<module>.lora_magnitude_vector}.
   */
  public static LoraLayout of(LoraComponent component, LoraAdapters adapters) {
    long rank = adapters.config().rank();
    List<LoraTensor> tensors = new ArrayList<>();
    for (LoraLayer layer : adapters.layers()) {
      String module = component.folder() + "." + layer.projection().name() + ".";
      String pair = module + (component == LoraComponent.UNET ? "lora." : "lora_linear_layer.");
      long out = layer.projection().outFeatures();
      tensors.add(
          new LoraTensor(
              pair + "down.weight",
              Role.DOWN,
              List.of(rank, (long) layer.projection().inFeatures()),
              layer.downOffset()));
      tensors.add(
          new LoraTensor(pair + "up.weight", Role.UP, List.of(out, rank), layer.upOffset()));
      layer
          .magnitude()
          .ifPresent(
              magnitude ->
                  tensors.add(
                      new LoraTensor(
                          module + "lora_magnitude_vector",
                          Role.MAGNITUDE,
                          List.of(out),
                          magnitude.offset())));
    }
    return new LoraLayout(tensors);
  }

  /** The tensors that lie in {@code [from, to)} of the flat row, in a row that begins there. */
  public LoraLayout slice(int from, int to) {
    return new LoraLayout(
        tensors.stream()
            .filter(tensor -> tensor.offset() >= from && tensor.offset() < to)
            .map(tensor -> tensor.movedBy(-from))
            .toList());
  }

  /** Number of values of all tensors. */
  public int length() {
    return tensors.stream().mapToInt(LoraTensor::length).sum();
  }
}
