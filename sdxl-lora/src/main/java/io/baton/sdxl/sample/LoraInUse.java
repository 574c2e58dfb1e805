package io.baton.sdxl.sample;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lora.LoraLayer;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.lorafile.LoraModule;
import io.baton.sdxl.lorafile.LoraModuleName;
import io.baton.sdxl.lorafile.LoraWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A LoRA from files, to be attached to a model without changing it.
 *
 * @param path that it was read from
 * @param weights its modules
 * @param scale how many times it counts
 */
public record LoraInUse(Path path, LoraWeights weights, double scale) {

  public LoraInUse {
    if (!Double.isFinite(scale)) {
      throw new IllegalArgumentException("a LoRA cannot count %s times".formatted(scale));
    }
  }

  /**
   * Reads a LoRA.
   *
   * @param path a file of any spelling; a directory with {@value LoraFile#NAME}, such as a run's
   *     output or one of its checkpoints; or a directory of peft's adapters
   * @param scale how many times it counts
   * @throws TrainingFailure with {@code NO_INPUT} when it is not there, with {@code BAD_INPUT} when
   *     it is no LoRA for SDXL
   */
  public static LoraInUse read(Path path, double scale) {
    Path file =
        Files.isRegularFile(path.resolve(LoraFile.NAME)) ? path.resolve(LoraFile.NAME) : path;
    return new LoraInUse(path, LoraWeights.read(file), scale);
  }

  /**
   * The adapters of one part of a model.
   *
   * @param manager on the part's device; owns them
   * @param projections of the part
   * @return nothing where the LoRA leaves the part as it is
   * @throws TrainingFailure with {@code BAD_INPUT} when the LoRA adapts what is not among the
   *     projections or has another shape
   */
  public Optional<LoraAdapters> adapters(
      NDManager manager, LoraComponent component, List<LinearProjection> projections) {
    SortedMap<String, LoraModule> modules = modules(component);
    if (modules.isEmpty()) {
      return Optional.empty();
    }
    Map<String, LinearProjection> known =
        projections.stream().collect(Collectors.toMap(LinearProjection::name, Function.identity()));
    requireKnown(component, modules, known);
    List<LinearProjection> adapted = new ArrayList<>();
    modules.forEach(
        (name, module) -> {
          requireFits(component, known.get(name), module);
          adapted.add(known.get(name));
        });
    int rank = modules.values().stream().mapToInt(LoraModule::rank).max().orElseThrow();
    LoraConfig config = LoraConfig.ofRank(rank);
    LoraAdapters adapters =
        LoraAdapters.create(
            manager, isDora(component, modules) ? config.withDora() : config, adapted);
    float[] values = new float[Math.toIntExact(adapters.parameters().size())];
    adapters.layers().forEach(layer -> fill(values, layer, modules.get(layer.name()), rank));
    adapters.setValues(values);
    return Optional.of(adapters);
  }

  private SortedMap<String, LoraModule> modules(LoraComponent component) {
    SortedMap<String, LoraModule> modules = new TreeMap<>(Comparator.naturalOrder());
    weights
        .modules()
        .forEach(
            (name, module) -> {
              if (name.component() == component) {
                modules.put(name.path(), module);
              }
            });
    return modules;
  }

  private void requireKnown(
      LoraComponent component,
      SortedMap<String, LoraModule> modules,
      Map<String, LinearProjection> known) {
    List<String> unknown =
        modules.keySet().stream().filter(name -> !known.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      throw unusable(
          "it adapts %s%s, and only attention projections that the model has can be adapted"
              .formatted(
                  new LoraModuleName(component, unknown.get(0)),
                  unknown.size() == 1 ? "" : " and %d more".formatted(unknown.size() - 1)));
    }
  }

  private void requireFits(
      LoraComponent component, LinearProjection projection, LoraModule module) {
    long in = module.down().shape().get(1);
    long out = module.up().shape().get(0);
    if (module.down().shape().size() != 2
        || in != projection.inFeatures()
        || out != projection.outFeatures()) {
      throw unusable(
          "its %s maps %d to %d features where the model's maps %d to %d"
              .formatted(
                  new LoraModuleName(component, projection.name()),
                  in,
                  out,
                  projection.inFeatures(),
                  projection.outFeatures()));
    }
  }

  private boolean isDora(LoraComponent component, SortedMap<String, LoraModule> modules) {
    List<String> without =
        modules.entrySet().stream()
            .filter(module -> module.getValue().magnitude().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!without.isEmpty() && without.size() < modules.size()) {
      throw unusable(
          "some of its modules have a DoRA magnitude, but %s has none"
              .formatted(new LoraModuleName(component, without.get(0))));
    }
    return without.isEmpty();
  }

  private TrainingFailure unusable(String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT, "The LoRA %s does not go with this model: %s.".formatted(path, why));
  }

  // Rows and columns that a module of lower rank lacks stay 0, which changes nothing.
  private void fill(float[] values, LoraLayer layer, LoraModule module, int rank) {
    float[] down = module.down().floats();
    System.arraycopy(down, 0, values, layer.downOffset(), down.length);
    float[] up = module.up().floats();
    double factor = module.scale() * scale;
    for (int out = 0; out < layer.projection().outFeatures(); out++) {
      for (int column = 0; column < module.rank(); column++) {
        values[layer.upOffset() + out * rank + column] =
            (float) (up[out * module.rank() + column] * factor);
      }
    }
    if (layer.magnitude().isPresent()) {
      float[] magnitude = module.magnitude().orElseThrow().floats();
      System.arraycopy(magnitude, 0, values, layer.magnitude().get().offset(), magnitude.length);
    }
  }
}
