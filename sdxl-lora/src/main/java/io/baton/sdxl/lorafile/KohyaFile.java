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

  private KohyaFile() {}

  /** Whether every module of {@code models} has a name in such a file, as all of SDXL's have. */
  public static boolean names(List<LoraValues> models) {
    return models.stream().allMatch(model -> names(model.layout()));
  }

  /** Whether every module of {@code layout} has a name in such a file. */
  public static boolean names(LoraLayout layout) {
    return layout.tensors().stream().allMatch(tensor -> LoraKey.of(tensor.key()).isPresent());
  }

  /**
   * Writes a LoRA that is being trained.
   *
   * @param models the LoRA of each adapted model
   */
  public static void write(Path file, List<LoraValues> models, LoraNotes notes) throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    int rank = 0;
    boolean dora = false;
    for (LoraValues model : models) {
      for (LoraTensor tensor : model.layout().tensors()) {
        String module = kohyaName(tensor.key());
        String name = module + suffix(tensor.role());
        TensorSource source = LoraFile.source(name, tensor, model.values(), 1);
        switch (tensor.role()) {
          case DOWN -> {
            sources.add(source);
            sources.add(scalar(module + ".alpha", notes.alpha()));
            rank = Math.toIntExact(tensor.shape().get(0));
          }
          case UP -> sources.add(source);
          case MAGNITUDE -> {
            sources.add(
                new TensorSource(name, source.type(), column(tensor.shape(), 2), source.content()));
            dora = true;
          }
        }
      }
    }
    SortedMap<String, String> training =
        KohyaMetadata.training(rank, notes.alpha(), dora, notes.training());
    write(file, sources, training, notes.training());
  }

  private static String suffix(Role role) {
    return switch (role) {
      case DOWN -> ".lora_down.weight";
      case UP -> ".lora_up.weight";
      case MAGNITUDE -> ".dora_scale";
    };
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
              sources.add(module.down().named(kohya + suffix(Role.DOWN)));
              sources.add(module.up().named(kohya + suffix(Role.UP)));
              sources.add(scalar(kohya + ".alpha", module.alpha()));
              module
                  .magnitude()
                  .ifPresent(
                      magnitude ->
                          sources.add(
                              magnitude
                                  .reshaped(column(magnitude.shape(), module.up().shape().size()))
                                  .named(kohya + suffix(Role.MAGNITUDE))));
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
  private static List<Long> column(List<Long> vector, int dimensions) {
    List<Long> shape = new ArrayList<>(vector);
    while (shape.size() < dimensions) {
      shape.add(1L);
    }
    return shape;
  }

  private static TensorSource scalar(String name, double value) {
    return TensorSource.ofFloats(name, List.of(), new float[] {(float) value});
  }
}
