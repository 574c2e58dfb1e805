package io.baton.sdxl.lorafile;

import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The file that diffusers' {@code load_lora_weights} reads: fp32, scale 1. */
public final class LoraFile {

  /** The name that diffusers looks for. */
  public static final String NAME = "pytorch_lora_weights.safetensors";

  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private LoraFile() {}

  /**
   * Writes the LoRA for use. The format holds no alpha, so the up projections are multiplied by
   * {@code scale}.
   *
   * @param models the LoRA of each adapted model
   * @param scale alpha / rank
   */
  public static void write(Path file, List<LoraValues> models, double scale) throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    for (LoraValues model : models) {
      for (LoraTensor tensor : model.layout().tensors()) {
        sources.add(
            source(tensor.key(), tensor, model.values(), tensor.role() == Role.UP ? scale : 1));
      }
    }
    SafetensorsWriter.write(file, sources, METADATA);
  }

  /** One tensor to be written, times {@code scale}; read only when its turn comes. */
  static TensorSource source(String name, LoraTensor tensor, FlatFloats values, double scale) {
    return new TensorSource(
        name,
        TensorType.F32,
        tensor.shape(),
        out -> {
          float[] floats = values.read(tensor.offset(), tensor.length());
          ByteBuffer bytes =
              ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (float value : floats) {
            bytes.putFloat(scale == 1 ? value : (float) (value * scale));
          }
          bytes.flip();
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        });
  }
}
