package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.model.ModelDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tiny model with the weights for which diffusers' outputs were recorded, and those outputs.
 */
public final class GoldenModel {

  private GoldenModel() {}

  /** Writes the model into an empty directory. */
  public static ModelDirectory write(Path directory) throws IOException {
    new ModelWriter(ModelPreset.TINY, component -> new FormulaValues()).write(directory);
    return ModelDirectory.open(directory, Optional.empty());
  }

  /** What diffusers and transformers computed. */
  public static JsonNode expected() throws IOException {
    try (InputStream file =
        GoldenModel.class.getResourceAsStream("/io/baton/sdxl/trainer-goldens.json")) {
      return new ObjectMapper().readTree(file);
    }
  }

  /** The numbers at {@code node}. */
  public static float[] floats(JsonNode node) {
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).floatValue();
    }
    return values;
  }
}
