package io.baton.sdxl.sample;

import java.util.Locale;

/**
 * How an image was made, as text: prompt, negative prompt and a line of settings, in the form that
 * image viewers for diffusion models know.
 */
public final class SampleParameters {

  private SampleParameters() {}

  /**
   * @param seed of the run
   * @param image number of the image in the run, from 0
   * @param model name of the base model
   */
  public static String text(SampleOptions options, long seed, int image, String model) {
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
                model))
        .toString();
  }
}
