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
import java.util.Optional;
import java.util.TreeMap;

/** The file that diffusers' {@code load_lora_weights} reads: fp32, scale 1. */
public final class LoraFile {

  /** The name that diffusers looks for. */
  public static final String NAME = "pytorch_lora_weights.safetensors";

  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private LoraFile() {}

  /**
   * Writes the LoRA for use. The format holds no alpha, so the up projections are multiplied by
   * alpha / rank.
   *
   * @param models the LoRA of each adapted model
   */
  public static void write(Path file, List<LoraValues> models, double alpha) throws IOException {
    SafetensorsWriter.write(file, sources(models, Optional.of(alpha)), METADATA);
  }

  /**
   * Writes the LoRA as it is trained, whatever alpha is: scaling and back would not give the same
   * bits. Where alpha is not the rank, the metadata says so, as diffusers has it.
   */
  public static void writeAsTrained(Path file, List<LoraValues> models, double alpha)
      throws IOException {
    Map<String, String> metadata = new TreeMap<>(METADATA);
    AdapterMetadata.of(models, alpha)
        .ifPresent(text -> metadata.put(AdapterConfig.METADATA_KEY, text));
    SafetensorsWriter.write(file, sources(models, Optional.empty()), metadata);
  }

  private static List<TensorSource> sources(List<LoraValues> models, Optional<Double> alpha) {
    List<TensorSource> sources = new ArrayList<>();
    for (LoraValues model : models) {
      for (LoraTensor tensor : model.layout().tensors()) {
        double scale =
            tensor.role() == Role.UP
                ? alpha.map(number -> number / tensor.shape().get(1)).orElse(1.0)
                : 1;
        sources.add(source(tensor.key(), tensor, model.values(), scale));
      }
    }
    return sources;
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
          if (scale != 1) {
            for (int i = 0; i < floats.length; i++) {
              floats[i] = (float) (floats[i] * scale);
            }
          }
          bytes.asFloatBuffer().put(floats);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        });
  }
}
