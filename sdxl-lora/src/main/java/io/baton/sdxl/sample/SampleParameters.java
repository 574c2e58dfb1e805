package io.baton.sdxl.sample;

import io.baton.sdxl.model.ModelDirectory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How an image was made, as text: prompt, negative prompt and a line of settings, in the form that
 * image viewers for diffusion models know.
 */
public final class SampleParameters {

  private SampleParameters() {}

  /**
   * @param seed of the run
   * @param image number of the image in the run, from 0
   * @param model the base model
   * @param lora that adapts it, if any does
   */
  public static String text(
      SampleOptions options, long seed, int image, ModelDirectory model, Optional<LoraInUse> lora) {
    StringBuilder text = new StringBuilder(options.prompt()).append('\n');
    options
        .negativePrompt()
        .ifPresent(negative -> text.append("Negative prompt: ").append(negative).append('\n'));
    return text.append(
            String.format(
                Locale.ROOT,
                "Steps: %d, Sampler: %s, CFG scale: %s, Seed: %d, Image: %d, Size: %dx%d, Model: %s",
                options.steps(),
                options.scheduler().optionValue(),
                options.guidanceScale(),
                seed,
                image,
                options.size().width(),
                options.size().height(),
                name(model.path())))
        .append(lora.map(SampleParameters::named).orElse(""))
        .toString();
  }

  private static String named(LoraInUse lora) {
    return String.format(
        Locale.ROOT, ", LoRA: %s, LoRA scale: %s", name(lora.path()), lora.scale());
  }

  private static String name(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }
}
