package io.baton.sdxl.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Prior preservation: images of the subject's class are trained on beside those of the subject, so
 * that the class stays as it was.
 *
 * @param classDataDir directory of images of the class
 * @param classPrompt caption of class images without one of their own
 * @param numClassImages how many of them are used
 * @param lossWeight weight of the class images' loss
 */
public record PriorOptions(
    Path classDataDir, String classPrompt, int numClassImages, double lossWeight) {

  public PriorOptions {
    Objects.requireNonNull(classDataDir, "classDataDir");
    Objects.requireNonNull(classPrompt, "classPrompt");
    OptionRules.atLeast("--num_class_images", 1, numClassImages);
    OptionRules.notNegative("--prior_loss_weight", lossWeight);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--with_prior_preservation", "true");
    options.put("--num_class_images", String.valueOf(numClassImages));
    options.put("--prior_loss_weight", String.valueOf(lossWeight));
  }
}
