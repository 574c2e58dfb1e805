package io.baton.sdxl.training.options;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is trained on.
 *
 * @param instanceDataDir directory of images
 * @param instancePrompt caption of images without one of their own
 * @param captionColumn of the directory's {@code metadata.jsonl}; {@code text} where empty
 * @param captionDropout probability that a row is trained without its caption
 * @param repeats how often an epoch shows each image
 * @param framing what is seen of each image
 */
public record ImageOptions(
    Path instanceDataDir,
    String instancePrompt,
    Optional<String> captionColumn,
    double captionDropout,
    int repeats,
    FramingOptions framing) {

  public ImageOptions {
    Objects.requireNonNull(instanceDataDir, "instanceDataDir");
    Objects.requireNonNull(instancePrompt, "instancePrompt");
    Objects.requireNonNull(captionColumn, "captionColumn");
    Objects.requireNonNull(framing, "framing");
    OptionRules.atLeast("--repeats", 1, repeats);
    if (!(captionDropout >= 0 && captionDropout <= 1)) {
      throw OptionRules.usage(
          "--caption_dropout must be a probability, 0 to 1, not %s.".formatted(captionDropout));
    }
  }

  /** Images, all with the same caption unless they have one of their own. */
  public static ImageOptions of(Path directory, String prompt) {
    return new ImageOptions(directory, prompt, Optional.empty(), 0, 1, FramingOptions.DEFAULTS);
  }

  void addDecisive(Map<String, String> options) {
    options.put("--repeats", String.valueOf(repeats));
    if (captionDropout > 0) {
      options.put("--caption_dropout", String.valueOf(captionDropout));
    }
    framing.addDecisive(options);
  }
}
