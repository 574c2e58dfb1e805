package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraMatrix;
import io.baton.sdxl.lorafile.LoraModule;
import io.baton.sdxl.lorafile.LoraModuleName;
import io.baton.sdxl.lorafile.LoraWeights;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A LoRA of any format. */
final class LoraReport {

  private LoraReport() {}

  static Report of(Path path) {
    Report report = new Report(path, "LoRA");
    LoraWeights weights;
    try {
      weights = LoraWeights.read(path);
    } catch (TrainingFailure e) {
      report.problem(e.getMessage());
      return withTensors(path, report);
    }
    addFacts(weights, report, report.facts());
    return report;
  }

  // The LoRA makes no sense, but its file can be read.
  private static Report withTensors(Path path, Report report) {
    if (Files.isRegularFile(path)) {
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        report.facts().setAll(TensorsReport.of(path, file).facts());
      }
    }
    return report;
  }

  /** Adds what a LoRA holds to {@code facts} and what is wrong with it to {@code report}. */
  static void addFacts(LoraWeights weights, Report report, ObjectNode facts) {
    facts.put("format", weights.format().optionValue());
    facts.put("dora", weights.isDora());
    facts.put("modules", weights.modules().size());
    Map<LoraComponent, SortedMap<LoraModuleName, LoraModule>> byComponent =
        new EnumMap<>(LoraComponent.class);
    weights
        .modules()
        .forEach(
            (name, module) ->
                byComponent
                    .computeIfAbsent(name.component(), each -> new TreeMap<>())
                    .put(name, module));
    byComponent.forEach(
        (component, modules) ->
            addComponent(modules, report, component, facts.putObject(component.folder())));
    TensorsReport.addMetadata(facts, weights.metadata());
  }

  private static void addComponent(
      SortedMap<LoraModuleName, LoraModule> modules,
      Report report,
      LoraComponent component,
      ObjectNode facts) {
    TensorFacts counts = new TensorFacts();
    SortedMap<Integer, Integer> ranks = new TreeMap<>();
    SortedMap<Double, Integer> alphas = new TreeMap<>();
    SortedMap<String, Integer> kinds = new TreeMap<>();
    double change = 0;
    boolean anyUp = false;
    for (Map.Entry<LoraModuleName, LoraModule> entry : modules.entrySet()) {
      LoraModule module = entry.getValue();
      String name = entry.getKey().path();
      add(counts, name + " (down)", module.down());
      add(counts, name + " (up)", module.up());
      module.magnitude().ifPresent(each -> add(counts, name + " (magnitude)", each));
      ranks.merge(module.rank(), 1, Integer::sum);
      alphas.merge(module.alpha(), 1, Integer::sum);
      kinds.merge(kind(name), 1, Integer::sum);
      double norm = ChangeNorm.of(module);
      change += norm * norm;
      anyUp |= norm != 0;
    }
    facts.put("modules", modules.size());
    ObjectNode rankFacts = facts.putObject("modules_by_rank");
    ranks.forEach((rank, count) -> rankFacts.put(String.valueOf(rank), count));
    ObjectNode alphaFacts = facts.putObject("modules_by_alpha");
    alphas.forEach((alpha, count) -> alphaFacts.put(String.valueOf(alpha), count));
    ObjectNode kindFacts = facts.putObject("modules_by_kind");
    kinds.forEach(kindFacts::put);
    counts.addTo(facts);
    facts.put("l2_norm_of_change", change >= 0 ? Math.sqrt(change) : change);
    counts.judge(report, "The LoRA of " + component.folder());
    if (!anyUp) {
      report.problem(
          "The LoRA of %s changes nothing: up times down is zero in every module."
              .formatted(component.folder()));
    }
  }

  private static void add(TensorFacts counts, String name, LoraMatrix matrix) {
    counts.add(name, matrix.type(), matrix.data());
  }

  /** The last parts of a path, such as {@code attn1.to_q}. */
  private static String kind(String path) {
    String[] parts = path.replaceFirst("\\.0$", "").split("\\.", -1);
    int from = Math.max(0, parts.length - 2);
    return parts[from].matches("\\d+")
        ? parts[parts.length - 1]
        : String.join(".", Arrays.copyOfRange(parts, from, parts.length));
  }
}
