package io.baton.sdxl.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.random.RandomStream;
import java.util.List;

/** Draws images of one prompt. What it is made of stays the caller's. */
public final class ImageSampler {

  private final TextToImage textToImage;
  private final Guidance guidance;
  private final SamplingSchedule schedule;
  private final ImageSize size;

  public ImageSampler(
      TextToImage textToImage, Guidance guidance, SamplingSchedule schedule, ImageSize size) {
    this.textToImage = textToImage;
    this.guidance = guidance;
    this.schedule = schedule;
    this.size = size;
  }

  /**
   * Draws a batch of images.
   *
   * @param parent owns nothing afterwards
   * @param streams of random numbers, one an image; an image's last bits may depend on how many
   *     there are
   */
  public List<RgbImage> draw(
      NDManager parent, List<RandomStream> streams, DenoisingListener listener) {
    try (NDManager scope = parent.newSubManager()) {
      NDArray noise = textToImage.noise(scope, size, streams);
      NDArray latents = textToImage.denoise(scope, noise, guidance, schedule, listener);
      return textToImage.decode(scope, latents);
    }
  }
}
