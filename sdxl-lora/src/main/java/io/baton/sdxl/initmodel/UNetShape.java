package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sizes of a UNet whose first down block has no attention and whose others have.
 *
 * @param sampleSize height and width of its latents
 * @param channels of each level, highest resolution first
 * @param heads of each level
 * @param transformerLayers of each level
 * @param crossAttentionDim features of the text's hidden states
 * @param additionTimeEmbedDim features of each size and crop number
 * @param pooledDim features of the pooled text
 */
record UNetShape(
    int sampleSize,
    List<Integer> channels,
    List<Integer> heads,
    List<Integer> transformerLayers,
    int crossAttentionDim,
    int additionTimeEmbedDim,
    int pooledDim) {

  private static final int LAYERS = 2;
  private static final int LATENT_CHANNELS = 4;
  private static final int TIME_IDS = 6;
  private static final int FEED_FORWARD_FACTOR = 4;

  UNetShape {
    channels = List.copyOf(channels);
    heads = List.copyOf(heads);
    transformerLayers = List.copyOf(transformerLayers);
  }

  private int additionInputDim() {
    return pooledDim + TIME_IDS * additionTimeEmbedDim;
  }

  ObjectNode config(ObjectMapper json) {
    ObjectNode config = json.createObjectNode();
    config.put("_class_name", "UNet2DConditionModel");
    config.put("act_fn", "silu");
    config.put("addition_embed_type", "text_time");
    config.put("addition_time_embed_dim", additionTimeEmbedDim);
    config.set("attention_head_dim", json.valueToTree(heads));
    config.set("block_out_channels", json.valueToTree(channels));
    config.put("center_input_sample", false);
    config.put("cross_attention_dim", crossAttentionDim);
    config.set("down_block_types", json.valueToTree(blockTypes("Down")));
    config.put("downsample_padding", 1);
    config.put("flip_sin_to_cos", true);
    config.put("freq_shift", 0);
    config.put("in_channels", LATENT_CHANNELS);
    config.put("layers_per_block", LAYERS);
    config.put("mid_block_scale_factor", 1);
    config.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    config.put("norm_eps", 1e-5);
    config.put("norm_num_groups", 32);
    config.put("out_channels", LATENT_CHANNELS);
    config.put("projection_class_embeddings_input_dim", additionInputDim());
    config.put("sample_size", sampleSize);
    config.set("transformer_layers_per_block", json.valueToTree(transformerLayers));
    List<String> up = new ArrayList<>(blockTypes("Up"));
    Collections.reverse(up);
    config.set("up_block_types", json.valueToTree(up));
    config.put("use_linear_projection", true);
    return config;
  }

  private List<String> blockTypes(String direction) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      types.add((i == 0 ? "" : "CrossAttn") + direction + "Block2D");
    }
    return types;
  }

  List<Parameter> parameters() {
    ParameterList list = new ParameterList();
    int first = channels.get(0);
    int time = 4 * first;
    list.linear("time_embedding.linear_1", first, time);
    list.linear("time_embedding.linear_2", time, time);
    list.linear("add_embedding.linear_1", additionInputDim(), time);
    list.linear("add_embedding.linear_2", time, time);
    list.convolution("conv_in", LATENT_CHANNELS, first, 3);
    List<Integer> skipped = new ArrayList<>(List.of(first));
    for (int level = 0; level < channels.size(); level++) {
      down(list, level, skipped);
    }
    middle(list);
    for (int index = 0; index < channels.size(); index++) {
      up(list, index, skipped);
    }
    list.norm("conv_norm_out", first);
    list.convolution("conv_out", first, LATENT_CHANNELS, 3);
    return list.sorted();
  }

  private void down(ParameterList list, int level, List<Integer> skipped) {
    String name = "down_blocks.%d.".formatted(level);
    int width = channels.get(level);
    for (int i = 0; i < LAYERS; i++) {
      resnet(list, name + "resnets." + i, skipped.get(skipped.size() - 1), width);
      transformer(list, name, i, level);
      skipped.add(width);
    }
    if (level < channels.size() - 1) {
      list.convolution(name + "downsamplers.0.conv", width, width, 3);
      skipped.add(width);
    }
  }

  private void middle(ParameterList list) {
    int level = channels.size() - 1;
    int width = channels.get(level);
    resnet(list, "mid_block.resnets.0", width, width);
    transformer(list, "mid_block.", 0, level);
    resnet(list, "mid_block.resnets.1", width, width);
  }

  private void up(ParameterList list, int index, List<Integer> skipped) {
    int last = channels.size() - 1;
    int level = last - index;
    String name = "up_blocks.%d.".formatted(index);
    int width = channels.get(level);
    int in = channels.get(Math.min(last, level + 1));
    for (int i = 0; i <= LAYERS; i++) {
      resnet(list, name + "resnets." + i, in + skipped.remove(skipped.size() - 1), width);
      transformer(list, name, i, level);
      in = width;
    }
    if (index < last) {
      list.convolution(name + "upsamplers.0.conv", width, width, 3);
    }
  }

  private void resnet(ParameterList list, String name, int in, int out) {
    list.norm(name + ".norm1", in);
    list.convolution(name + ".conv1", in, out, 3);
    list.linear(name + ".time_emb_proj", 4 * channels.get(0), out);
    list.norm(name + ".norm2", out);
    list.convolution(name + ".conv2", out, out, 3);
    if (in != out) {
      list.convolution(name + ".conv_shortcut", in, out, 1);
    }
  }

  private void transformer(ParameterList list, String stage, int index, int level) {
    if (level == 0) {
      return;
    }
    String name = "%sattentions.%d.".formatted(stage, index);
    int width = channels.get(level);
    list.norm(name + "norm", width);
    list.linear(name + "proj_in", width, width);
    list.linear(name + "proj_out", width, width);
    for (int i = 0; i < transformerLayers.get(level); i++) {
      String block = "%stransformer_blocks.%d.".formatted(name, i);
      attention(list, block + "attn1.", width, width);
      attention(list, block + "attn2.", width, crossAttentionDim);
      for (int norm = 1; norm <= 3; norm++) {
        list.norm(block + "norm" + norm, width);
      }
      list.linear(block + "ff.net.0.proj", width, 2 * FEED_FORWARD_FACTOR * width);
      list.linear(block + "ff.net.2", FEED_FORWARD_FACTOR * width, width);
    }
  }

  private static void attention(ParameterList list, String name, int width, int keyWidth) {
    list.linearWithoutBias(name + "to_q", width, width);
    list.linearWithoutBias(name + "to_k", keyWidth, width);
    list.linearWithoutBias(name + "to_v", keyWidth, width);
    list.linear(name + "to_out.0", width, width);
  }
}
