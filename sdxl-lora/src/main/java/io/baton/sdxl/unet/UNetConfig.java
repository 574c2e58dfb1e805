package io.baton.sdxl.unet;

import io.baton.sdxl.model.ComponentConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The architecture that a UNet's {@code config.json} describes.
 *
 * @param inChannels of the latents
 * @param outChannels of the prediction
 * @param sampleSize height and width of the latents at the model's own resolution
 * @param levels from the highest resolution to the lowest; the down blocks in order
 * @param upAttention whether each up block has attention, in the order of the up blocks: the lowest
 *     resolution first
 * @param layersPerBlock resnets in a down block; an up block has one more
 * @param crossAttentionDim features of the text's hidden states
 * @param additionTimeEmbedDim features that each of the six size and crop numbers becomes
 * @param additionInputDim features of pooled text and embedded numbers together
 * @param groups of every group normalization
 * @param normEpsilon of the resnets' and the output's normalization
 * @param flipSineToCosine whether a sinusoid's cosines come first
 * @param frequencyShift taken off the count of a sinusoid's frequencies
 * @param downsamplePadding of the down blocks' strided convolutions
 */
public record UNetConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    List<Level> levels,
    List<Boolean> upAttention,
    int layersPerBlock,
    int crossAttentionDim,
    int additionTimeEmbedDim,
    int additionInputDim,
    int groups,
    double normEpsilon,
    boolean flipSineToCosine,
    int frequencyShift,
    int downsamplePadding) {

  /**
   * One resolution.
   *
   * @param channels of the feature maps
   * @param attention whether the down block has transformers
   * @param transformerLayers blocks in each transformer
   * @param heads of each attention
   */
  public record Level(int channels, boolean attention, int transformerLayers, int heads) {}

  public UNetConfig {
    levels = List.copyOf(levels);
    upAttention = List.copyOf(upAttention);
  }

  /** Features of the embedded timestep. */
  public int timeEmbedDim() {
    return 4 * levels.get(0).channels();
  }

  /** The lowest resolution. */
  public Level lowest() {
    return levels.get(levels.size() - 1);
  }

  static UNetConfig from(ComponentConfig json) {
    refuseWhatIsNotSdxl(json);
    List<String> down = json.texts("down_block_types");
    List<String> up = json.texts("up_block_types");
    int count = down.size();
    if (up.size() != count) {
      throw json.invalid("up_block_types", "as long as 'down_block_types'");
    }
    List<Integer> channels = json.sizes("block_out_channels", count);
    List<Integer> layers = json.sizes("layers_per_block", count);
    if (layers.stream().distinct().count() != 1) {
      throw json.invalid("layers_per_block", "the same for every block");
    }
    // A misnomer of old: the numbers are counts of heads.
    List<Integer> heads =
        json.sizes(
            json.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim", count);
    List<Integer> transformerLayers =
        json.has("transformer_layers_per_block")
            ? json.sizes("transformer_layers_per_block", count)
            : Collections.nCopies(count, 1);
    int groups = json.size("norm_num_groups");
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean attention = hasAttention(json, "down_block_types", down.get(i), "Down");
      requireDivisible(json, "norm_num_groups", channels.get(i), groups);
      if (attention || i == count - 1) {
        requireDivisible(json, "attention_head_dim", channels.get(i), heads.get(i));
      }
      levels.add(new Level(channels.get(i), attention, transformerLayers.get(i), heads.get(i)));
    }
    return new UNetConfig(
        json.size("in_channels", 4),
        json.size("out_channels", 4),
        json.size("sample_size", 128),
        levels,
        up.stream().map(type -> hasAttention(json, "up_block_types", type, "Up")).toList(),
        layers.get(0),
        json.size("cross_attention_dim"),
        json.size("addition_time_embed_dim"),
        json.size("projection_class_embeddings_input_dim"),
        groups,
        json.number("norm_eps", 1e-5),
        json.flag("flip_sin_to_cos", true),
        json.integer("freq_shift", 0),
        json.integer("downsample_padding", 1));
  }

  private static boolean hasAttention(
      ComponentConfig json, String field, String type, String direction) {
    if (type.equals("CrossAttn" + direction + "Block2D")) {
      return true;
    }
    if (type.equals(direction + "Block2D")) {
      return false;
    }
    throw json.invalid(field, "made of %1$sBlock2D and CrossAttn%1$sBlock2D".formatted(direction));
  }

  private static void requireDivisible(
      ComponentConfig json, String field, int channels, int divisor) {
    if (channels % divisor != 0) {
      throw json.invalid(field, "divisors of the blocks' %d channels".formatted(channels));
    }
  }

  private static void refuseWhatIsNotSdxl(ComponentConfig json) {
    if (!json.has("addition_embed_type")) {
      throw json.invalid("addition_embed_type", "text_time, as in every SDXL model");
    }
    if (!json.flag("use_linear_projection", false)) {
      throw json.invalid("use_linear_projection", "true, as in every SDXL model");
    }
    json.support("addition_embed_type", "text_time");
    json.support("mid_block_type", "UNetMidBlock2DCrossAttn");
    json.support("act_fn", "silu", "swish");
    json.support("time_embedding_type", "positional");
    json.support("resnet_time_scale_shift", "default");
    json.support("attention_type", "default");
    json.support("conv_in_kernel", "3");
    json.support("conv_out_kernel", "3");
    json.support("mid_block_scale_factor", "1", "1.0");
    json.support("resnet_out_scale_factor", "1", "1.0");
    json.support("dropout", "0", "0.0");
    for (String flag :
        List.of(
            "center_input_sample",
            "dual_cross_attention",
            "only_cross_attention",
            "mid_block_only_cross_attention",
            "upcast_attention",
            "resnet_skip_time_act",
            "class_embeddings_concat")) {
      json.support(flag, "false");
    }
    for (String absent :
        List.of(
            "class_embed_type",
            "num_class_embeds",
            "encoder_hid_dim",
            "encoder_hid_dim_type",
            "reverse_transformer_layers_per_block",
            "time_embedding_dim",
            "time_embedding_act_fn",
            "timestep_post_act",
            "time_cond_proj_dim",
            "cross_attention_norm")) {
      json.support(absent);
    }
  }
}
