package io.baton.sdxl.training;

import io.baton.sdxl.lora.LoraConfig;
import java.util.Map;

/**
 * What is trained.
 *
 * @param rank inner dimension of the LoRA
 * @param alpha the LoRA counts alpha / rank times
 */
public record AdapterOptions(int rank, double alpha) {

  public AdapterOptions {
    OptionRules.atLeast("--rank", 1, rank);
    OptionRules.positive("--alpha", alpha);
  }

  LoraConfig lora() {
    return new LoraConfig(rank, alpha);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--rank", String.valueOf(rank));
    options.put("--alpha", String.valueOf(alpha));
  }
}
