package io.baton.sdxl.lorafile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What peft's configuration of an adapter says of its alphas; ranks follow from the shapes.
 *
 * @param alpha of every module that no pattern names
 * @param alphaPatterns a regular expression for the end of a module's path, and its alpha
 * @param rootOfRank whether the scale is alpha / √rank, as peft's {@code use_rslora} has it
 */
record AdapterConfig(double alpha, List<AlphaPattern> alphaPatterns, boolean rootOfRank) {

  /** The metadata key under which diffusers keeps peft's configurations in a LoRA file. */
  static final String METADATA_KEY = "lora_adapter_metadata";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Modules whose alpha is another. */
  record AlphaPattern(Pattern path, double alpha) {}

  AdapterConfig {
    alphaPatterns = List.copyOf(alphaPatterns);
  }

  /**
   * Reads a configuration.
   *
   * @param source that a refusal names
   */
  static AdapterConfig of(JsonNode config, Path source) {
    String kind = config.path("peft_type").asText("LORA");
    if (!kind.equals("LORA")) {
      throw LoraRefusal.of(source, "it is an adapter of the kind " + kind);
    }
    for (String unsupported : List.of("fan_in_fan_out", "lora_bias")) {
      if (config.path(unsupported).asBoolean()) {
        throw LoraRefusal.of(source, "it asks for " + unsupported + ", which no SDXL LoRA has");
      }
    }
    if (!config.path("lora_alpha").isNumber()) {
      throw LoraRefusal.of(source, "its configuration has no number 'lora_alpha'");
    }
    List<AlphaPattern> patterns = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : config.path("alpha_pattern").properties()) {
      patterns.add(pattern(entry, source));
    }
    return new AdapterConfig(
        config.path("lora_alpha").doubleValue(), patterns, config.path("use_rslora").asBoolean());
  }

  private static AlphaPattern pattern(Map.Entry<String, JsonNode> entry, Path source) {
    try {
      // As peft matches it.
      return new AlphaPattern(
          Pattern.compile("(.*\\.)?(" + entry.getKey() + ")"), entry.getValue().doubleValue());
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw LoraRefusal.of(source, "its 'alpha_pattern' has '%s'".formatted(entry.getKey()));
    }
  }

  /** The alpha, in the sense that the scale is alpha / rank, of a module. */
  double alphaOf(LoraModuleName module, int rank) {
    double own =
        alphaPatterns.stream()
            .filter(pattern -> pattern.path().matcher(module.path()).matches())
            .map(AlphaPattern::alpha)
            .findFirst()
            .orElse(alpha);
    return rootOfRank ? own * Math.sqrt(rank) : own;
  }

  /** The configuration of a component in the metadata of diffusers' files, if there is one. */
  static Optional<AdapterConfig> inMetadata(
      Map<String, String> metadata, LoraComponent component, Path source) {
    String text = metadata.get(METADATA_KEY);
    if (text == null) {
      return Optional.empty();
    }
    JsonNode all;
    try {
      all = JSON.readTree(text);
    } catch (JacksonException e) {
      throw LoraRefusal.of(source, "its metadata '%s' is not JSON".formatted(METADATA_KEY));
    }
    ObjectNode own = JSON.createObjectNode();
    String prefix = component.folder() + ".";
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      if (entry.getKey().startsWith(prefix)) {
        own.set(entry.getKey().substring(prefix.length()), entry.getValue());
      }
    }
    return own.isEmpty() ? Optional.empty() : Optional.of(of(own, source));
  }
}
