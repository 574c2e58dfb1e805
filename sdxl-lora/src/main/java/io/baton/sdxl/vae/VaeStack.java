package io.baton.sdxl.vae;

import io.baton.sdxl.block.Block;
import io.baton.sdxl.model.WeightLoader;
import java.util.ArrayList;
import java.util.List;

/** The encoder and the decoder: each a list of blocks, run one after the other. */
final class VaeStack {

  private final VaeConfig config;
  private final WeightLoader weights;
  private final VaeLayers layers;
  private final int scalarType;
  private final List<Block> blocks = new ArrayList<>();

  private VaeStack(VaeConfig config, WeightLoader weights, int scalarType) {
    this.config = config;
    this.weights = weights;
    this.layers = new VaeLayers(config.groups());
    this.scalarType = scalarType;
  }

  /** Image to the parameters of the latents' distribution: mean and logarithm of the variance. */
  static List<Block> encoder(VaeConfig config, WeightLoader weights, int scalarType) {
    return new VaeStack(config, weights, scalarType).encoder();
  }

  /** Latents to image. */
  static List<Block> decoder(VaeConfig config, WeightLoader weights, int scalarType) {
    return new VaeStack(config, weights, scalarType).decoder();
  }

  private List<Block> encoder() {
    int moments = 2 * config.latentChannels();
    int width = config.channels().get(0);
    convolution("encoder.conv_in", config.imageChannels(), width, 3);
    for (int level = 0; level < config.channels().size(); level++) {
      String name = "encoder.down_blocks.%d.".formatted(level);
      width = resnets(name, config.layersPerBlock(), width, config.channels().get(level));
      if (level < config.channels().size() - 1) {
        blocks.add(layers.downsample(weights.under(name + "downsamplers.0."), width));
      }
    }
    middle("encoder.mid_block.", width);
    blocks.add(layers.output(weights.under("encoder."), width, moments));
    convolution("quant_conv", moments, moments, 1);
    return List.copyOf(blocks);
  }

  private List<Block> decoder() {
    int last = config.channels().size() - 1;
    int width = config.channels().get(last);
    convolution("post_quant_conv", config.latentChannels(), config.latentChannels(), 1);
    convolution("decoder.conv_in", config.latentChannels(), width, 3);
    middle("decoder.mid_block.", width);
    for (int index = 0; index <= last; index++) {
      String name = "decoder.up_blocks.%d.".formatted(index);
      int out = config.channels().get(last - index);
      width = resnets(name, config.layersPerBlock() + 1, width, out);
      if (index < last) {
        blocks.add(layers.upsample(weights.under(name + "upsamplers.0."), width));
      }
    }
    blocks.add(layers.output(weights.under("decoder."), width, config.imageChannels()));
    return List.copyOf(blocks);
  }

  private void convolution(String name, int in, int out, int kernel) {
    blocks.add(layers.convolution(weights, name, in, out, kernel, scalarType));
  }

  private int resnets(String name, int count, int in, int out) {
    int width = in;
    for (int i = 0; i < count; i++) {
      blocks.add(layers.resnet(weights.under("%sresnets.%d.".formatted(name, i)), width, out));
      width = out;
    }
    return width;
  }

  private void middle(String name, int width) {
    blocks.add(layers.resnet(weights.under(name + "resnets.0."), width, width));
    blocks.add(layers.attention(weights.under(name + "attentions.0."), width));
    blocks.add(layers.resnet(weights.under(name + "resnets.1."), width, width));
  }
}
