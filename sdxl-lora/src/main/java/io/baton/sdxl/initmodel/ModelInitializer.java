package io.baton.sdxl.initmodel;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Makes models with random weights. */
public final class ModelInitializer {

  private ModelInitializer() {}

  /**
   * Writes a model; the same preset and seed give the same bytes. {@code directory} is there only
   * once the model is whole.
   *
   * @throws TrainingFailure with {@code USAGE} when {@code directory} is there and not empty
   */
  public static void write(ModelPreset preset, long seed, Path directory) {
    Path target = directory.toAbsolutePath().normalize();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      requireFree(target);
      deleteTree(partial);
      Files.createDirectories(partial);
      new ModelWriter(preset, component -> new RandomValues(seed, component)).write(partial);
      Files.deleteIfExists(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("writing the model " + directory, e);
    }
  }

  private static void requireFree(Path target) throws IOException {
    if (Files.notExists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new TrainingFailure(
        FailureCode.USAGE,
        "%s is there already and not an empty directory; name another.".formatted(target));
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
