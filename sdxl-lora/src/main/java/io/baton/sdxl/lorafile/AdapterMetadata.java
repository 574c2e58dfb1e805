package io.baton.sdxl.lorafile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Peft's configuration of a LoRA as diffusers keeps it in a file's metadata. */
final class AdapterMetadata {

  private static final ObjectMapper JSON = new ObjectMapper();

  private AdapterMetadata() {}

  /** The configuration as JSON, or nothing where alpha is the rank and so needs no mention. */
  static Optional<String> of(List<LoraValues> models, double alpha) {
    ObjectNode all = JSON.createObjectNode();
    boolean needed = false;
    for (LoraValues model : models) {
      SortedSet<String> modules = new TreeSet<>();
      String component = "";
      long rank = 0;
      boolean dora = false;
      for (LoraTensor tensor : model.layout().tensors()) {
        int dot = tensor.key().indexOf('.');
        component = tensor.key().substring(0, dot);
        if (tensor.role() == Role.DOWN) {
          rank = tensor.shape().get(0);
          modules.add(tensor.key().substring(dot + 1).replaceFirst("\\.lora.*", ""));
        }
        dora |= tensor.role() == Role.MAGNITUDE;
      }
      needed |= alpha != rank;
      all.put(component + ".r", rank);
      all.put(component + ".lora_alpha", alpha);
      all.put(component + ".use_dora", dora);
      all.set(component + ".target_modules", JSON.valueToTree(modules));
    }
    try {
      return needed ? Optional.of(JSON.writeValueAsString(all)) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers become JSON", e);
    }
  }
}
