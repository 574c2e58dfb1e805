package io.baton.sdxl.lorafile;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A LoRA as its files hold it, whatever the spelling of their names. Values stay in the mapped
 * files until they are asked for.
 *
 * @param format that it was read from
 * @param modules what it adapts
 * @param metadata the writer's notes
 */
public record LoraWeights(
    LoraFormat format,
    SortedMap<LoraModuleName, LoraModule> modules,
    Map<String, String> metadata) {

  public LoraWeights {
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads a LoRA: a file of diffusers, peft or kohya, or a directory of peft's adapters.
   *
   * @throws TrainingFailure with {@code NO_INPUT} when it is not there, with {@code BAD_INPUT} when
   *     it is no LoRA for SDXL or holds a tensor that is none of a LoRA's
   */
  public static LoraWeights read(Path path) {
    return Files.isDirectory(path) ? PeftDirectory.read(path) : LoraReader.read(path);
  }

  /** Whether {@code path} looks like a LoRA: a file with such a tensor, or adapters of peft's. */
  public static boolean isOne(Path path) {
    if (Files.isDirectory(path)) {
      return PeftDirectory.isOne(path);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return file.tensors().keySet().stream().anyMatch(name -> LoraKey.of(name).isPresent());
    }
  }

  /** Whether any module has a magnitude. */
  public boolean isDora() {
    return modules.values().stream().anyMatch(module -> module.magnitude().isPresent());
  }

  /** The rank of most modules. */
  public int commonRank() {
    return common(LoraModule::rank);
  }

  /** The alpha of most modules. */
  public double commonAlpha() {
    return common(LoraModule::alpha);
  }

  private <T extends Comparable<T>> T common(Function<LoraModule, T> property) {
    return common(modules.values().stream().map(property).toList());
  }

  /** The value that occurs most often, the lowest of several. */
  static <T extends Comparable<T>> T common(Collection<T> values) {
    SortedMap<T, Long> counts =
        values.stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    long most = Collections.max(counts.values());
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
