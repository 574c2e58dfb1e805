package io.baton.sdxl.training.options;

import io.baton.sdxl.lora.LoraConfig;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What is trained.
 *
 * @param rank inner dimension of the LoRA
 * @param alpha the LoRA counts alpha / rank times
 * @param dropout probability that the LoRA does not see an input value while it trains
 * @param dora whether magnitudes are trained apart (DoRA)
 * @param upRateRatio learning rate of the up matrices over that of the rest (Hayou et al., "LoRA+:
 *     efficient low rank adaptation of large models", ICML 2024); all learn at the same rate where
 *     empty
 */
public record AdapterOptions(
    int rank, double alpha, double dropout, boolean dora, OptionalDouble upRateRatio) {

  public AdapterOptions {
    Objects.requireNonNull(upRateRatio, "upRateRatio");
    OptionRules.atLeast("--rank", 1, rank);
    OptionRules.positive("--alpha", alpha);
    OptionRules.fraction("--lora_dropout", dropout);
    upRateRatio.ifPresent(ratio -> OptionRules.positive("--loraplus_lr_ratio", ratio));
  }

  /** A plain LoRA that counts in full: alpha is the rank. */
  public static AdapterOptions ofRank(int rank) {
    return new AdapterOptions(rank, rank, 0, false, OptionalDouble.empty());
  }

  /** Size, strength and kind of the adapters. */
  public LoraConfig lora() {
    return new LoraConfig(rank, alpha, dropout, dora);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--rank", String.valueOf(rank));
    options.put("--alpha", String.valueOf(alpha));
    options.put("--lora_dropout", String.valueOf(dropout));
    options.put("--use_dora", String.valueOf(dora));
    options.put("--loraplus_lr_ratio", String.valueOf(upRateRatio.orElse(1)));
  }
}
