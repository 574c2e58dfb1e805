package io.baton.sdxl.lorafile;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a LoRA in another format. The weights that it gives a model stay the same. */
public final class LoraConverter {

  private LoraConverter() {}

  /**
   * Writes {@code weights}; {@code target} is there only once it is whole.
   *
   * @param target a file, for {@link LoraFormat#PEFT} a directory
   * @throws TrainingFailure with {@code USAGE} when something is there already
   */
  public static void write(LoraWeights weights, LoraFormat format, Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      throw new TrainingFailure(
          FailureCode.USAGE, "%s is there already; name another.".formatted(target));
    }
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
    try {
      deleteTree(partial);
      switch (format) {
        case DIFFUSERS -> writeDiffusers(partial, weights);
        case KOHYA -> KohyaFile.write(partial, weights);
        case PEFT -> PeftAdapters.write(partial, weights);
      }
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("writing " + target, e);
    }
  }

  // The format has no alpha: it goes into the up matrix.
  private static void writeDiffusers(Path file, LoraWeights weights) throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    weights
        .modules()
        .forEach(
            (name, module) -> {
              LoraModule folded = module.folded();
              String middle =
                  name.component() == LoraComponent.UNET ? ".lora." : ".lora_linear_layer.";
              sources.add(folded.down().named(name + middle + "down.weight"));
              sources.add(folded.up().named(name + middle + "up.weight"));
              folded
                  .magnitude()
                  .ifPresent(
                      magnitude -> sources.add(magnitude.named(name + ".lora_magnitude_vector")));
            });
    SafetensorsWriter.write(file, sources, Map.of("format", "pt"));
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
