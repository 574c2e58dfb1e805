package io.baton.sdxl.lorafile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Peft's adapters in directories: {@code adapter_model.safetensors} and {@code
 * adapter_config.json}, either in one for a single component or in a folder for each.
 */
final class PeftDirectory {

  static final String WEIGHTS = "adapter_model.safetensors";
  static final String CONFIG = "adapter_config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PeftDirectory() {}

  /** Whether {@code directory} looks as if it held peft's adapters. */
  static boolean isOne(Path directory) {
    if (Files.exists(directory.resolve(WEIGHTS))) {
      return true;
    }
    for (LoraComponent component : LoraComponent.values()) {
      if (Files.exists(directory.resolve(component.folder()).resolve(WEIGHTS))) {
        return true;
      }
    }
    return false;
  }

  static LoraWeights read(Path directory) {
    if (Files.exists(directory.resolve(WEIGHTS))) {
      return LoraReader.read(directory.resolve(WEIGHTS));
    }
    SortedMap<LoraModuleName, LoraModule> modules = new TreeMap<>();
    for (LoraComponent component : LoraComponent.values()) {
      Path weights = directory.resolve(component.folder()).resolve(WEIGHTS);
      if (Files.exists(weights)) {
        modules.putAll(LoraReader.read(weights, component, configBeside(weights)).modules());
      }
    }
    if (modules.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "The directory %s holds no adapter of peft's (%s, or one in unet/, text_encoder/ or"
                  .formatted(directory, WEIGHTS)
              + " text_encoder_2/); give the path of a LoRA file or of such a directory.");
    }
    return new LoraWeights(LoraFormat.PEFT, modules, Map.of());
  }

  /** The configuration that lies beside an adapter's weights. */
  static AdapterConfig configBeside(Path weights) {
    Path file = weights.resolveSibling(CONFIG);
    if (Files.notExists(file)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There is no %s beside %s, and only it says how much the LoRA counts (lora_alpha); fetch it too."
              .formatted(CONFIG, weights));
    }
    try {
      JsonNode config = JSON.readTree(file.toFile());
      if (config == null || !config.isObject()) {
        throw LoraRefusal.of(file, "it is not a JSON object");
      }
      return AdapterConfig.of(config, file);
    } catch (JacksonException e) {
      throw LoraRefusal.of(file, "it is not JSON");
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
  }
}
