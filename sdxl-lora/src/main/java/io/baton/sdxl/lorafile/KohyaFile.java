package io.baton.sdxl.lorafile;

import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The file that kohya's scripts, A1111, ComfyUI and diffusers read: modules under the names of
 * Stability's generative-models, alpha beside the matrices, DoRA's magnitudes as {@code
 * .dora_scale} of shape [out, 1].
 */
public final class KohyaFile {

  /** The name that diffusers' script gives it. */
  public static final String NAME = "pytorch_lora_weights_kohya.safetensors";

  private static final Map<Role, String> SUFFIXES =
      Map.of(Role.DOWN, ".lora_down.weight", Role.UP, ".lora_up.weight");

  private KohyaFile() {}

  /**
   * Writes a LoRA that is being trained.
   *
   * @param models the LoRA of each adapted model
   * @param alpha the LoRA counts alpha / rank times
   * @param notes {@code ss_} and {@code modelspec.} entries for the metadata
   */
  public static void write(
      Path file, List<LoraValues> models, double alpha, Map<String, String> notes)
      throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    int rank = 0;
    for (LoraValues model : models) {
      for (LoraTensor tensor : model.layout().tensors()) {
        String module = kohyaName(tensor.key());
        String name = module + SUFFIXES.get(tensor.role());
        sources.add(LoraFile.source(name, tensor, model.values(), 1));
        if (tensor.role() == Role.DOWN) {
          sources.add(scalar(module + ".alpha", alpha));
          rank = Math.toIntExact(tensor.shape().get(0));
        }
      }
    }
    write(file, sources, KohyaMetadata.training(rank, alpha, false, notes), notes);
  }

  private static String kohyaName(String key) {
    LoraKey parsed =
        LoraKey.of(key)
            .orElseThrow(() -> new IllegalArgumentException(key + " is no name of a LoRA's"));
    return ModuleCatalog.kohyaName(
        new LoraModuleName(parsed.component().orElseThrow(), parsed.path()));
  }

  /** Writes a LoRA that was read. */
  static void write(Path file, LoraWeights weights) throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    weights
        .modules()
        .forEach(
            (name, module) -> {
              String kohya = ModuleCatalog.kohyaName(name);
              sources.add(module.down().named(kohya + ".lora_down.weight"));
              sources.add(module.up().named(kohya + ".lora_up.weight"));
              sources.add(scalar(kohya + ".alpha", module.alpha()));
              module
                  .magnitude()
                  .ifPresent(
                      magnitude ->
                          sources.add(
                              magnitude
                                  .reshaped(column(magnitude, module.up().shape().size()))
                                  .named(kohya + ".dora_scale")));
            });
    SortedMap<String, String> training =
        KohyaMetadata.training(
            weights.commonRank(), weights.commonAlpha(), weights.isDora(), weights.metadata());
    write(file, sources, training, weights.metadata());
  }

  private static void write(
      Path file,
      List<TensorSource> sources,
      SortedMap<String, String> training,
      Map<String, String> notes)
      throws IOException {
    LoraHashes hashes = LoraHashes.of(sources, training);
    SafetensorsWriter.write(file, sources, KohyaMetadata.whole(training, hashes, notes));
  }

  // One number a row, to be multiplied with the weight as it is.
  private static List<Long> column(LoraMatrix magnitude, int dimensions) {
    List<Long> shape = new ArrayList<>(magnitude.shape());
    while (shape.size() < dimensions) {
      shape.add(1L);
    }
    return shape;
  }

  private static TensorSource scalar(String name, double value) {
    return TensorSource.ofFloats(name, List.of(), new float[] {(float) value});
  }
}
