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
 * @param resolution side of the square that is trained on, in pixels
 * @param centerCrop the middle of each image, else a square drawn anew each time
 * @param randomFlip whether every other image is mirrored
 */
public record ImageOptions(
    Path instanceDataDir,
    String instancePrompt,
    int repeats,
    int resolution,
    boolean centerCrop,
    boolean randomFlip) {

  public ImageOptions {
    Objects.requireNonNull(instanceDataDir, "instanceDataDir");
    Objects.requireNonNull(instancePrompt, "instancePrompt");
    OptionRules.atLeast("--repeats", 1, repeats);
    OptionRules.atLeast("--resolution", 8, resolution);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--repeats", String.valueOf(repeats));
    options.put("--resolution", String.valueOf(resolution));
    options.put("--center_crop", String.valueOf(centerCrop));
    options.put("--random_flip", String.valueOf(randomFlip));
  }
}
