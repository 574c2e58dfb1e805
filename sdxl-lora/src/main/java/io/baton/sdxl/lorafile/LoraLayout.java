package io.baton.sdxl.lorafile;

import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tensors of a UNet's LoRA under the names that diffusers gives them, in order of their names.
 */
public record LoraLayout(List<LoraTensor> tensors) {

  public LoraLayout {
    tensors = tensors.stream().sorted(Comparator.comparing(LoraTensor::key)).toList();
  }

  /** The layout of a UNet's adapters: {@code unet.<module>.lora.{down,up}.weight}. */
  public static LoraLayout ofUnet(LoraAdapters adapters) {
    long rank = adapters.config().rank();
    List<LoraTensor> tensors = new ArrayList<>();
    for (LoraLayer layer : adapters.layers()) {
      String module = "unet." + layer.projection().name() + ".lora.";
      tensors.add(
          new LoraTensor(
              module + "down.weight",
              Role.DOWN,
              List.of(rank, (long) layer.projection().inFeatures()),
              layer.downOffset()));
      tensors.add(
          new LoraTensor(
              module + "up.weight",
              Role.UP,
              List.of((long) layer.projection().outFeatures(), rank),
              layer.upOffset()));
    }
    return new LoraLayout(tensors);
  }

  /** Number of values of all tensors. */
  public int length() {
    return tensors.stream().mapToInt(LoraTensor::length).sum();
  }
}
