package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;

/**
 * Sizes of an autoencoder.
 *
 * @param sampleSize height and width of its images
 * @param channels of each level, highest resolution first
 * @param layers resnets in an encoder's block; a decoder's has one more
 */
record VaeShape(int sampleSize, List<Integer> channels, int layers) {

  private static final int IMAGE_CHANNELS = 3;
  private static final int LATENT_CHANNELS = 4;

  VaeShape {
    channels = List.copyOf(channels);
  }

  ObjectNode config(ObjectMapper json) {
    int levels = channels.size();
    ObjectNode config = json.createObjectNode();
    config.put("_class_name", "AutoencoderKL");
    config.put("act_fn", "silu");
    config.set("block_out_channels", json.valueToTree(channels));
    config.set(
        "down_block_types", json.valueToTree(Collections.nCopies(levels, "DownEncoderBlock2D")));
    config.put("force_upcast", true);
    config.put("in_channels", IMAGE_CHANNELS);
    config.put("latent_channels", LATENT_CHANNELS);
    config.put("layers_per_block", layers);
    config.put("norm_num_groups", 32);
    config.put("out_channels", IMAGE_CHANNELS);
    config.put("sample_size", sampleSize);
    config.put("scaling_factor", 0.13025);
    config.set("up_block_types", json.valueToTree(Collections.nCopies(levels, "UpDecoderBlock2D")));
    return config;
  }

  List<Parameter> parameters() {
    ParameterList list = new ParameterList();
    encoder(list);
    decoder(list);
    list.convolution("quant_conv", 2 * LATENT_CHANNELS, 2 * LATENT_CHANNELS, 1);
    list.convolution("post_quant_conv", LATENT_CHANNELS, LATENT_CHANNELS, 1);
    return list.sorted();
  }

  private void encoder(ParameterList list) {
    int width = channels.get(0);
    list.convolution("encoder.conv_in", IMAGE_CHANNELS, width, 3);
    for (int level = 0; level < channels.size(); level++) {
      String name = "encoder.down_blocks.%d.".formatted(level);
      for (int i = 0; i < layers; i++) {
        resnet(list, name + "resnets." + i, width, channels.get(level));
        width = channels.get(level);
      }
      if (level < channels.size() - 1) {
        list.convolution(name + "downsamplers.0.conv", width, width, 3);
      }
    }
    middle(list, "encoder.mid_block.", width);
    list.norm("encoder.conv_norm_out", width);
    list.convolution("encoder.conv_out", width, 2 * LATENT_CHANNELS, 3);
  }

  private void decoder(ParameterList list) {
    int last = channels.size() - 1;
    int width = channels.get(last);
    list.convolution("decoder.conv_in", LATENT_CHANNELS, width, 3);
    middle(list, "decoder.mid_block.", width);
    for (int index = 0; index <= last; index++) {
      String name = "decoder.up_blocks.%d.".formatted(index);
      for (int i = 0; i <= layers; i++) {
        resnet(list, name + "resnets." + i, width, channels.get(last - index));
        width = channels.get(last - index);
      }
      if (index < last) {
        list.convolution(name + "upsamplers.0.conv", width, width, 3);
      }
    }
    list.norm("decoder.conv_norm_out", width);
    list.convolution("decoder.conv_out", width, IMAGE_CHANNELS, 3);
  }

  private static void middle(ParameterList list, String name, int width) {
    resnet(list, name + "resnets.0", width, width);
    list.norm(name + "attentions.0.group_norm", width);
    for (String part : List.of("to_q", "to_k", "to_v", "to_out.0")) {
      list.linear(name + "attentions.0." + part, width, width);
    }
    resnet(list, name + "resnets.1", width, width);
  }

  private static void resnet(ParameterList list, String name, int in, int out) {
    list.norm(name + ".norm1", in);
    list.convolution(name + ".conv1", in, out, 3);
    list.norm(name + ".norm2", out);
    list.convolution(name + ".conv2", out, out, 3);
    if (in != out) {
      list.convolution(name + ".conv_shortcut", in, out, 1);
    }
  }
}
