package io.baton.sdxl.sample;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.clip.ClipTextModel;
import io.baton.sdxl.initmodel.FormulaValues;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.unet.UNet2DConditionModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The LoRA of UNet and both text encoders with which {@code record_sample.py} records. */
final class FormulaLora {

  private static final int FIRST_SEQUENCE = 500_000;

  private FormulaLora() {}

  /** Writes it as diffusers' scripts do. */
  static void write(Path file, NDManager manager, ModelDirectory model, long rank)
      throws IOException {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    Placement cpu = new Placement(Device.cpu(), ComputeType.FLOAT32);
    try (UNet2DConditionModel unet = UNet2DConditionModel.load(model, manager, cpu)) {
      add(shapes, "unet.", ".lora.", unet.attentionProjections(), rank);
    }
    for (String part : List.of("text_encoder", "text_encoder_2")) {
      try (ClipTextModel encoder = ClipTextModel.load(model, part, manager, cpu)) {
        add(shapes, part + ".", ".lora_linear_layer.", encoder.attentionProjections(), rank);
      }
    }
    List<TensorSource> tensors = new ArrayList<>();
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      List<Long> shape = tensor.getValue();
      float[] values =
          FormulaValues.sequence(
              FIRST_SEQUENCE + tensors.size(), (int) (shape.get(0) * shape.get(1)), 0.25);
      tensors.add(TensorSource.ofFloats(tensor.getKey(), shape, values));
    }
    SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
  }

  private static void add(
      SortedMap<String, List<Long>> shapes,
      String part,
      String infix,
      List<LinearProjection> projections,
      long rank) {
    for (LinearProjection projection : projections) {
      String name = part + projection.name() + infix;
      shapes.put(name + "down.weight", List.of(rank, (long) projection.inFeatures()));
      shapes.put(name + "up.weight", List.of((long) projection.outFeatures(), rank));
    }
  }
}
