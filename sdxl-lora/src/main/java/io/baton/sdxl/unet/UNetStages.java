package io.baton.sdxl.unet;

import io.baton.sdxl.block.Block;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.unet.UNetConfig.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The UNet's parts in the order in which they run.
 *
 * @param timeEmbedding first
 * @param cast brings the text to the type that is computed in
 * @param convIn makes the first feature map
 * @param down blocks, halving the resolution but for the last
 * @param middle block
 * @param up blocks, doubling the resolution but for the last
 * @param convOut makes the prediction
 */
record UNetStages(
    Block timeEmbedding,
    Block cast,
    Block convIn,
    List<Stage> down,
    Stage middle,
    List<Stage> up,
    Block convOut) {

  static UNetStages load(UNetConfig config, WeightLoader weights, int scalarType) {
    return new Loader(config, weights, scalarType).load();
  }

  Stream<Stage> stages() {
    return Stream.of(down.stream(), Stream.of(middle), up.stream()).flatMap(part -> part);
  }

  Stream<TransformerBlock> transformerBlocks() {
    return stages().flatMap(Stage::transformers).flatMap(Transformer::blocks);
  }

  List<Block> blocks() {
    return Stream.concat(
            Stream.of(timeEmbedding, cast, convIn, convOut), stages().flatMap(Stage::blocks))
        .toList();
  }

  /** Builds the parts from weights by diffusers' names. */
  private record Loader(UNetConfig config, WeightLoader weights, Layers layers, int scalarType) {

    Loader(UNetConfig config, WeightLoader weights, int scalarType) {
      this(config, weights, new Layers(config, scalarType), scalarType);
    }

    UNetStages load() {
      List<Stage> down = new ArrayList<>();
      // Channels of the maps that the up blocks take, last first.
      List<Integer> skipped = new ArrayList<>(List.of(config.levels().get(0).channels()));
      for (int i = 0; i < config.levels().size(); i++) {
        down.add(down(i, skipped));
      }
      Stage middle = middle();
      List<Stage> up = new ArrayList<>();
      for (int i = 0; i < config.levels().size(); i++) {
        up.add(up(i, skipped));
      }
      return new UNetStages(
          layers.timeEmbedding(weights),
          layers.cast(),
          layers.convIn(weights),
          List.copyOf(down),
          middle,
          List.copyOf(up),
          layers.convOut(weights));
    }

    private Stage down(int index, List<Integer> skipped) {
      Level level = config.levels().get(index);
      String name = "down_blocks.%d.".formatted(index);
      List<Stage.Layer> parts = new ArrayList<>();
      for (int i = 0; i < config.layersPerBlock(); i++) {
        int in = skipped.get(skipped.size() - 1);
        Block resnet = layers.resnet(resnet(name, i), in, level.channels());
        parts.add(new Stage.Layer(resnet, transformer(level.attention(), name, i, level)));
        skipped.add(level.channels());
      }
      Optional<Block> downsampler = Optional.empty();
      if (index < config.levels().size() - 1) {
        WeightLoader own = weights.under(name + "downsamplers.0.");
        downsampler = Optional.of(layers.downsample(own, level.channels()));
        skipped.add(level.channels());
      }
      return new Stage(List.copyOf(parts), downsampler);
    }

    private Stage middle() {
      Level level = config.lowest();
      String name = "mid_block.";
      List<Stage.Layer> parts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Block resnet = layers.resnet(resnet(name, i), level.channels(), level.channels());
        parts.add(new Stage.Layer(resnet, transformer(i == 0, name, i, level)));
      }
      return new Stage(List.copyOf(parts), Optional.empty());
    }

    private Stage up(int index, List<Integer> skipped) {
      int last = config.levels().size() - 1;
      Level level = config.levels().get(last - index);
      String name = "up_blocks.%d.".formatted(index);
      int in = config.levels().get(Math.min(last, last - index + 1)).channels();
      List<Stage.Layer> parts = new ArrayList<>();
      for (int i = 0; i <= config.layersPerBlock(); i++) {
        int skip = skipped.remove(skipped.size() - 1);
        Block resnet = layers.resnetWithSkip(resnet(name, i), in, skip, level.channels());
        boolean attention = config.upAttention().get(index);
        parts.add(new Stage.Layer(resnet, transformer(attention, name, i, level)));
        in = level.channels();
      }
      Optional<Block> upsampler = Optional.empty();
      if (index < last) {
        WeightLoader own = weights.under(name + "upsamplers.0.");
        upsampler = Optional.of(layers.upsample(own, level.channels()));
      }
      return new Stage(List.copyOf(parts), upsampler);
    }

    private WeightLoader resnet(String name, int index) {
      return weights.under("%sresnets.%d.".formatted(name, index));
    }

    private Optional<Transformer> transformer(
        boolean attention, String name, int index, Level level) {
      if (!attention) {
        return Optional.empty();
      }
      String own = "%sattentions.%d".formatted(name, index);
      return Optional.of(
          new Transformer(weights, layers, own, level, config.crossAttentionDim(), scalarType));
    }
  }
}
