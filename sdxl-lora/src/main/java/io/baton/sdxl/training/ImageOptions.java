package io.baton.sdxl.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What is trained on.
 *
 * @param instanceDataDir directory of images
 * @param instancePrompt caption of images without one of their own
 * @param repeats how often an epoch shows each image
 * @param framing what is seen of each image
 */
public record ImageOptions(
    Path instanceDataDir, String instancePrompt, int repeats, FramingOptions framing) {

  public ImageOptions {
    Objects.requireNonNull(instanceDataDir, "instanceDataDir");
    Objects.requireNonNull(instancePrompt, "instancePrompt");
    Objects.requireNonNull(framing, "framing");
    OptionRules.atLeast("--repeats", 1, repeats);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--repeats", String.valueOf(repeats));
    framing.addDecisive(options);
  }
}
