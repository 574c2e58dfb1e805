package io.baton.sdxl.sample;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.RgbImage;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.random.RandomStream;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.VaeDecoder;
import java.util.List;
import java.util.Optional;

/** A whole model in memory that draws images of one prompt. */
public final class SamplingPipeline implements AutoCloseable {

  private final NDManager manager;
  private final UNet2DConditionModel unet;
  private final VaeDecoder vae;
  private final ImageSampler sampler;

  private SamplingPipeline(
      NDManager manager, UNet2DConditionModel unet, VaeDecoder vae, ImageSampler sampler) {
    this.manager = manager;
    this.unet = unet;
    this.vae = vae;
    this.sampler = sampler;
  }

  /**
   * Encodes the prompts, then loads UNet and VAE.
   *
   * @param parent a manager on the placement's device
   * @param placement of text encoders and UNet; the VAE computes in 32 bits always
   * @param lora that adapts them, if any does
   * @throws TrainingFailure with {@code NO_INPUT}, {@code BAD_INPUT} or {@code USAGE} when model
   *     and options do not allow it
   */
  public static SamplingPipeline load(
      NDManager parent,
      ModelDirectory model,
      Placement placement,
      Optional<LoraInUse> lora,
      SampleOptions options) {
    NDManager manager = parent.newSubManager();
    try {
      SamplingSchedule schedule = options.scheduler().load(model).schedule(options.steps());
      VaeDecoder vae =
          VaeDecoder.load(model, manager, new Placement(placement.device(), ComputeType.FLOAT32));
      options.requireSidesOf(vae.config().downscaleFactor());
      Guidance guidance =
          Guidance.encode(manager, model, options, new TextEncoders(model, placement, lora));
      UNet2DConditionModel unet = UNet2DConditionModel.load(model, manager, placement);
      lora.flatMap(used -> used.adapters(manager, LoraComponent.UNET, unet.attentionProjections()))
          .ifPresent(unet::attach);
      return new SamplingPipeline(
          manager,
          unet,
          vae,
          new ImageSampler(new TextToImage(unet, vae), guidance, schedule, options.size()));
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** Draws a batch of images; see {@link ImageSampler#draw}. */
  public List<RgbImage> draw(List<RandomStream> streams, DenoisingListener listener) {
    return sampler.draw(manager, streams, listener);
  }

  @Override
  public void close() {
    unet.close();
    vae.close();
    manager.close();
  }
}
