package io.baton.sdxl.unet;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.block.Block;
import io.baton.sdxl.block.Execution;
import io.baton.sdxl.model.WeightLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** diffusers' Transformer2DModel: transformer blocks on the pixels of a feature map. */
final class Transformer {

  private final Block in;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Block out;

  /**
   * @param weights of the whole UNet
   * @param name of the transformer in the model, such as {@code mid_block.attentions.0}
   */
  Transformer(
      WeightLoader weights,
      Layers layers,
      String name,
      UNetConfig.Level level,
      int textFeatures,
      int scalarType) {
    WeightLoader own = weights.under(name + ".");
    in = layers.transformerIn(own, level.channels());
    for (int i = 0; i < level.transformerLayers(); i++) {
      String block = "transformer_blocks.%d.".formatted(i);
      blocks.add(
          new TransformerBlock(
              own.under(block), name + "." + block, level, textFeatures, scalarType));
    }
    out = layers.transformerOut(own, level.channels());
  }

  Stream<TransformerBlock> blocks() {
    return blocks.stream();
  }

  Stream<Block> allBlocks() {
    return Stream.of(Stream.of(in), blocks.stream(), Stream.of(out)).flatMap(part -> part);
  }

  /** Releases {@code input}. */
  NDArray run(Execution execution, NDArray input, NDArray text) {
    NDArray tokens = execution.run(in, input);
    for (TransformerBlock block : blocks) {
      NDArray next = execution.run(block, tokens, text);
      execution.release(tokens);
      tokens = next;
    }
    NDArray output = execution.run(out, tokens, input);
    execution.release(tokens);
    execution.release(input);
    return output;
  }
}
