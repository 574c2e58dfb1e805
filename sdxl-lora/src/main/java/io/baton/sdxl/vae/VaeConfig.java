package io.baton.sdxl.vae;

import io.baton.sdxl.model.ComponentConfig;
import io.baton.sdxl.model.ModelDirectory;
import java.util.List;
import java.util.Optional;

/**
 * The architecture that an autoencoder's {@code config.json} describes.
 *
 * @param imageChannels of the images
 * @param latentChannels of the latents
 * @param channels of each level's feature maps, highest resolution first
 * @param layersPerBlock resnets in an encoder's block; a decoder's has one more
 * @param groups of every group normalization
 * @param scalingFactor that brings latents to about unit variance
 * @param latentsMean of each channel, where latents are standardized instead
 * @param latentsDeviation of each channel, likewise
 */
public record VaeConfig(
    int imageChannels,
    int latentChannels,
    List<Integer> channels,
    int layersPerBlock,
    int groups,
    double scalingFactor,
    Optional<List<Double>> latentsMean,
    Optional<List<Double>> latentsDeviation) {

  public VaeConfig {
    channels = List.copyOf(channels);
  }

  /** Pixels along one side of a latent pixel. */
  public int downscaleFactor() {
    return 1 << (channels.size() - 1);
  }

  /**
   * The configuration of a model's autoencoder.
   *
   * @throws io.baton.sdxl.failure.TrainingFailure when it is missing, or asks for what is not
   *     supported here
   */
  public static VaeConfig load(ModelDirectory model) {
    return from(model.config(AutoencoderKl.COMPONENT));
  }

  private static VaeConfig from(ComponentConfig json) {
    json.support("act_fn", "silu", "swish");
    json.support("mid_block_add_attention", "true");
    json.support("use_quant_conv", "true");
    json.support("use_post_quant_conv", "true");
    json.support("shift_factor");
    requireOnly(json, "down_block_types", "DownEncoderBlock2D");
    requireOnly(json, "up_block_types", "UpDecoderBlock2D");
    int levels = json.texts("down_block_types").size();
    int groups = json.size("norm_num_groups", 32);
    List<Integer> channels = json.sizes("block_out_channels", levels);
    if (channels.stream().anyMatch(width -> width % groups != 0)) {
      throw json.invalid("norm_num_groups", "a divisor of every level's channels");
    }
    int latentChannels = json.size("latent_channels", 4);
    double scalingFactor = json.number("scaling_factor", 0.18215);
    if (!(scalingFactor > 0)) {
      throw json.invalid("scaling_factor", "a positive number");
    }
    return new VaeConfig(
        json.size("in_channels", 3),
        latentChannels,
        channels,
        json.size("layers_per_block", 1),
        groups,
        scalingFactor,
        perChannel(json, "latents_mean", latentChannels),
        perChannel(json, "latents_std", latentChannels));
  }

  private static void requireOnly(ComponentConfig json, String field, String type) {
    if (!json.texts(field).stream().allMatch(type::equals)) {
      throw json.invalid(field, "made of %s alone".formatted(type));
    }
  }

  private static Optional<List<Double>> perChannel(
      ComponentConfig json, String field, int channels) {
    Optional<List<Double>> numbers = json.numbers(field);
    if (numbers.isPresent() && numbers.get().size() != channels) {
      throw json.invalid(field, "%d numbers".formatted(channels));
    }
    return numbers;
  }
}
