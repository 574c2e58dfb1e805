package io.baton.sdxl.unet;

import io.baton.sdxl.block.Block;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A down, middle or up block of the UNet.
 *
 * @param layers in order
 * @param resampler that changes the resolution at the end, if any
 */
record Stage(List<Layer> layers, Optional<Block> resampler) {

  /** A resnet and the transformer after it, if any. */
  record Layer(Block resnet, Optional<Transformer> transformer) {}

  Stream<Transformer> transformers() {
    return layers.stream().flatMap(layer -> layer.transformer().stream());
  }

  Stream<Block> blocks() {
    return Stream.concat(
        layers.stream()
            .flatMap(
                layer ->
                    Stream.concat(
                        Stream.of(layer.resnet()),
                        layer.transformer().stream().flatMap(Transformer::allBlocks))),
        resampler.stream());
  }
}
