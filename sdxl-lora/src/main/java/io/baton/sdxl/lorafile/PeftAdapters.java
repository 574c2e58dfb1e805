package io.baton.sdxl.lorafile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a LoRA as peft's {@code PeftModel.from_pretrained} reads it: a folder a component. */
final class PeftAdapters {

  private static final String PREFIX = "base_model.model.";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PeftAdapters() {}

  static void write(Path directory, LoraWeights weights) throws IOException {
    Files.createDirectory(directory);
    for (LoraComponent component : LoraComponent.values()) {
      SortedMap<String, LoraModule> modules = new TreeMap<>();
      weights
          .modules()
          .forEach(
              (name, module) -> {
                if (name.component() == component) {
                  modules.put(name.path(), module);
                }
              });
      if (!modules.isEmpty()) {
        Path folder = Files.createDirectory(directory.resolve(component.folder()));
        SafetensorsWriter.write(
            folder.resolve(PeftDirectory.WEIGHTS), sources(modules), Map.of("format", "pt"));
        JSON.writeValue(folder.resolve(PeftDirectory.CONFIG).toFile(), config(modules));
      }
    }
  }

  private static List<TensorSource> sources(SortedMap<String, LoraModule> modules) {
    List<TensorSource> sources = new ArrayList<>();
    modules.forEach(
        (path, module) -> {
          sources.add(module.down().named(PREFIX + path + ".lora_A.weight"));
          sources.add(module.up().named(PREFIX + path + ".lora_B.weight"));
          module
              .magnitude()
              .ifPresent(
                  magnitude ->
                      sources.add(magnitude.named(PREFIX + path + ".lora_magnitude_vector")));
        });
    return sources;
  }

  private static ObjectNode config(SortedMap<String, LoraModule> modules) {
    Collection<LoraModule> all = modules.values();
    int rank = LoraWeights.common(all.stream().map(LoraModule::rank).toList());
    double alpha = LoraWeights.common(all.stream().map(LoraModule::alpha).toList());
    ObjectNode config = JSON.createObjectNode();
    ObjectNode ranks = JSON.createObjectNode();
    ObjectNode alphas = JSON.createObjectNode();
    modules.forEach(
        (path, module) -> {
          if (module.rank() != rank) {
            ranks.put(path, module.rank());
          }
          if (module.alpha() != alpha) {
            alphas.put(path, module.alpha());
          }
        });
    config.set("alpha_pattern", alphas);
    config.put("bias", "none");
    config.put("fan_in_fan_out", false);
    config.put("inference_mode", true);
    config.put("lora_alpha", alpha);
    config.put("lora_dropout", 0.0);
    config.put("peft_type", "LORA");
    config.put("r", rank);
    config.set("rank_pattern", ranks);
    config.set("target_modules", JSON.valueToTree(modules.keySet()));
    config.put("use_dora", all.stream().anyMatch(module -> module.magnitude().isPresent()));
    config.put("use_rslora", false);
    return config;
  }
}
