package io.baton.sdxl.training;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is minimized.
 *
 * @param snrGamma γ of min-SNR loss weights; plain loss where empty
 */
public record LossOptions(OptionalDouble snrGamma) {

  public LossOptions {
    snrGamma.ifPresent(gamma -> OptionRules.positive("--snr_gamma", gamma));
  }

  void addDecisive(Map<String, String> options) {
    snrGamma.ifPresent(gamma -> options.put("--snr_gamma", String.valueOf(gamma)));
  }
}
