package io.baton.sdxl.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.VaeDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes images of noise with a UNet, as it is with its adapters, and the VAE's decoder. Both stay
 * the caller's.
 */
public final class TextToImage {

  private static final int COLOURS = 3;

  private final UNet2DConditionModel unet;
  private final VaeDecoder vae;

  public TextToImage(UNet2DConditionModel unet, VaeDecoder vae) {
    this.unet = unet;
    this.vae = vae;
  }

  /**
   * Standard normal noise to start from, [streams, channels, height, width] of the latents; one
   * stream of random numbers an image.
   *
   * @param size of the images; sides are multiples of the VAE's factor
   */
  public NDArray noise(NDManager scope, ImageSize size, List<RandomStream> streams) {
    int factor = vae.config().downscaleFactor();
    if (size.width() % factor != 0 || size.height() % factor != 0) {
      throw new IllegalArgumentException(
          "%s cannot be decoded by a factor of %d".formatted(size, factor));
    }
    Shape shape =
        new Shape(
            streams.size(),
            unet.config().inChannels(),
            size.height() / factor,
            size.width() / factor);
    int perImage = Math.toIntExact(shape.size() / streams.size());
    float[] noise = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).fillGaussian(noise, i * perImage, (i + 1) * perImage);
    }
    return scope.create(noise, shape);
  }

  /**
   * Samples latents.
   *
   * @param scope owns the result
   * @param noise [B, channels, height, width], of unit variance
   * @return of the same shape, as the UNet knows latents
   */
  public NDArray denoise(
      NDManager scope,
      NDArray noise,
      Guidance guidance,
      SamplingSchedule schedule,
      DenoisingListener listener) {
    Shape shape = noise.getShape();
    int factor = vae.config().downscaleFactor();
    ImageSize size =
        new ImageSize(
            Math.toIntExact(shape.get(3) * factor), Math.toIntExact(shape.get(2) * factor));
    try (NDManager run = scope.newSubManager(noise.getDevice());
        GradMode off = GradMode.disabled()) {
      Denoising denoising = new Denoising(run, unet, guidance, Math.toIntExact(shape.get(0)), size);
      Denoising.State state =
          new Denoising.State(noise.mul(schedule.initialDeviation()), Optional.empty());
      int done = 0;
      for (SamplingStep step : schedule.steps()) {
        try (NDManager work = run.newSubManager()) {
          state = denoising.after(work, state, step);
          state.attach(run);
        }
        done++;
        listener.afterStep(done, schedule.steps().size());
      }
      state.latents().attach(scope);
      return state.latents();
    }
  }

  /**
   * The images of latents, one after the other, so that the decoder's memory does not depend on
   * their number.
   *
   * @param latents [B, channels, height, width], as the UNet knows them
   * @throws TrainingFailure with {@code BAD_INPUT} when an image is not made of numbers
   */
  public List<RgbImage> decode(NDManager scope, NDArray latents) {
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < latents.getShape().get(0); i++) {
      try (NDManager work = scope.newSubManager(latents.getDevice());
          GradMode off = GradMode.disabled()) {
        NDArray one = latents.get("%d:%d".formatted(i, i + 1));
        one.attach(work);
        images.add(image(vae.decode(work, one)));
      }
    }
    return images;
  }

  /** 8-bit pixels of [1, 3, height, width], -1 to 1. */
  private static RgbImage image(NDArray pixels) {
    Shape shape = pixels.getShape();
    int height = Math.toIntExact(shape.get(2));
    int width = Math.toIntExact(shape.get(3));
    float[] values = pixels.toType(DataType.FLOAT32, false).toFloatArray();
    byte[] rgb = new byte[COLOURS * width * height];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int at = 0; at < width * height; at++) {
        float value = values[colour * width * height + at];
        if (Float.isNaN(value)) {
          throw new TrainingFailure(
              FailureCode.BAD_INPUT,
              "The image came out as something that is no number; check the LoRA and the base model, and try --mixed_precision no.");
        }
        float share = Math.min(Math.max(value * 0.5f + 0.5f, 0), 1);
        rgb[COLOURS * at + colour] = (byte) Math.rint(share * 255);
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
