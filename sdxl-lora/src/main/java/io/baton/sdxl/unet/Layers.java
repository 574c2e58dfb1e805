package io.baton.sdxl.unet;

import io.baton.sdxl.block.BlockWeights;
import io.baton.sdxl.block.FrozenBlock;
import io.baton.sdxl.model.WeightLoader;
import java.util.List;

/** The UNet's blocks but for the transformer block: weights by diffusers' names, and formulas. */
final class Layers {

  private static final int KERNEL = 3;

  private final UNetConfig config;
  private final int scalarType;

  /**
   * @param scalarType libtorch's number of the type that the weights have
   */
  Layers(UNetConfig config, int scalarType) {
    this.config = config;
    this.scalarType = scalarType;
  }

  /**
   * (timesteps [B], pooled text [B, P], numbers [B, 6]) to [B, D]: the time and size embedding,
   * with the activation that every resnet applies to it.
   */
  FrozenBlock timeEmbedding(WeightLoader weights) {
    int width = config.timeEmbedDim();
    BlockWeights tensors = new BlockWeights(weights);
    tensors.linear("time_embedding.linear_1", config.levels().get(0).channels(), width);
    tensors.linear("time_embedding.linear_2", width, width);
    tensors.linear("add_embedding.linear_1", config.additionInputDim(), width);
    tensors.linear("add_embedding.linear_2", width, width);
    String body =
        sinusoid("time", "t", config.levels().get(0).channels())
            + sinusoid("sizes", "torch.flatten(ids)", config.additionTimeEmbedDim())
            + """
            time = torch.to(time, TYPE)
            sizes = torch.reshape(torch.to(sizes, TYPE), [torch.size(ids, 0), -1])
            time = torch.linear(torch.silu(torch.linear(time, w[0], w[1])), w[2], w[3])
            added = torch.cat([torch.to(text, TYPE), sizes], 1)
            added = torch.linear(torch.silu(torch.linear(added, w[4], w[5])), w[6], w[7])
            return torch.silu(torch.add(time, added))
            """
                .replace("TYPE", String.valueOf(scalarType));
    return new FrozenBlock(
        "time_embedding", "t: Tensor, text: Tensor, ids: Tensor", body, tensors.list());
  }

  /**
   * Statements that embed n numbers as [n, size]: the cosines and sines of the number times
   * exp(-ln(10000) i / (size/2 - shift)), i from 0 to size/2 - 1, in 32 bits.
   */
  private String sinusoid(String name, String numbers, int size) {
    int half = size / 2;
    String halves =
        config.flipSineToCosine() ? "torch.cos(a), torch.sin(a)" : "torch.sin(a), torch.cos(a)";
    return """
    n = torch.to(NUMBERS, 6)
    f = torch.arange(HALF, dtype=6, device=ops.prim.device(n))
    f = torch.exp(torch.div(torch.mul(f, FACTOR), DIVISOR))
    a = torch.mul(torch.unsqueeze(n, 1), torch.unsqueeze(f, 0))
    NAME = torch.cat([HALVES], 1)
    """
        .replace("NUMBERS", numbers)
        .replace("HALVES", halves)
        .replace("HALF", String.valueOf(half))
        .replace("FACTOR", String.valueOf(-Math.log(10000)))
        .replace("DIVISOR", String.valueOf(half - config.frequencyShift()))
        .replace("NAME", name);
  }

  /** Latents of any floating-point type to the first feature map. */
  FrozenBlock convIn(WeightLoader weights) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.convolution("conv_in", config.inChannels(), config.levels().get(0).channels(), KERNEL);
    return new FrozenBlock(
        "conv_in",
        "x: Tensor",
        "return torch.conv2d(%s, w[0], w[1], [1, 1], [1, 1])".formatted(ownCopy("x")),
        tensors.list());
  }

  /** The last feature map to the prediction, in 32 bits. */
  FrozenBlock convOut(WeightLoader weights) {
    int channels = config.levels().get(0).channels();
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("conv_norm_out", channels);
    tensors.convolution("conv_out", channels, config.outChannels(), KERNEL);
    String body =
        """
        x = torch.silu(torch.group_norm(x, GROUPS, w[0], w[1], EPSILON))
        return torch.to(torch.conv2d(x, w[2], w[3], [1, 1], [1, 1]), 6)
        """;
    return new FrozenBlock("conv_out", "x: Tensor", filled(body), tensors.list());
  }

  /** A tensor in the type that the model computes in. */
  FrozenBlock cast() {
    return new FrozenBlock("cast", "x: Tensor", "return " + ownCopy("x"), List.of());
  }

  /** Two convolutions around the time embedding, and the input added: (x, time embedding). */
  FrozenBlock resnet(WeightLoader weights, int in, int out) {
    return resnet(weights, in, out, "x: Tensor", "x = torch.alias(x)\n");
  }

  /** The same, of a feature map and a skipped one side by side: (x, skipped, time embedding). */
  FrozenBlock resnetWithSkip(WeightLoader weights, int in, int skipped, int out) {
    return resnet(
        weights,
        in + skipped,
        out,
        "x: Tensor, skipped: Tensor",
        "x = torch.cat([x, skipped], 1)\n");
  }

  // The alias, or the concatenation, makes one gradient of the input's two uses: whether a map that
  // is also skipped to an up block then adds two or three gradients, they add up alike.
  private FrozenBlock resnet(
      WeightLoader weights, int in, int out, String inputs, String beginning) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("norm1", in);
    tensors.convolution("conv1", in, out, KERNEL);
    tensors.linear("time_emb_proj", config.timeEmbedDim(), out);
    tensors.norm("norm2", out);
    tensors.convolution("conv2", out, out, KERNEL);
    String shortcut = "";
    if (in != out) {
      tensors.convolution("conv_shortcut", in, out, 1);
      shortcut = "x = torch.conv2d(x, w[10], w[11])\n";
    }
    String body =
        """
        h = torch.silu(torch.group_norm(x, GROUPS, w[0], w[1], EPSILON))
        h = torch.conv2d(h, w[2], w[3], [1, 1], [1, 1])
        t = torch.linear(time, w[4], w[5])
        h = torch.add(h, torch.unsqueeze(torch.unsqueeze(t, 2), 3))
        h = torch.silu(torch.group_norm(h, GROUPS, w[6], w[7], EPSILON))
        h = torch.conv2d(h, w[8], w[9], [1, 1], [1, 1])
        """;
    return new FrozenBlock(
        "resnet",
        inputs + ", time: Tensor",
        beginning + filled(body) + shortcut + "return torch.add(x, h)",
        tensors.list());
  }

  /** Half the resolution. */
  FrozenBlock downsample(WeightLoader weights, int channels) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.convolution("conv", channels, channels, KERNEL);
    int padding = config.downsamplePadding();
    String pad = padding == 0 ? "x = torch.constant_pad_nd(x, [0, 1, 0, 1])\n" : "";
    return new FrozenBlock(
        "downsample",
        "x: Tensor",
        pad + "return torch.conv2d(x, w[0], w[1], [2, 2], [%1$d, %1$d])".formatted(padding),
        tensors.list());
  }

  /** The resolution of {@code like}, of whose values nothing is used: (x, like). */
  FrozenBlock upsample(WeightLoader weights, int channels) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.convolution("conv", channels, channels, KERNEL);
    return new FrozenBlock(
        "upsample",
        "x: Tensor, like: Tensor",
        """
        x = torch.upsample_nearest2d(x, [torch.size(like, 2), torch.size(like, 3)])
        return torch.conv2d(x, w[0], w[1], [1, 1], [1, 1])
        """,
        tensors.list());
  }

  /** A feature map [B, C, h, w] to normalized tokens [B·h·w, C]. */
  FrozenBlock transformerIn(WeightLoader weights, int channels) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("norm", channels);
    tensors.linear("proj_in", channels, channels);
    return new FrozenBlock(
        "transformer_in",
        "x: Tensor",
        filled(
                """
                x = torch.group_norm(x, GROUPS, w[0], w[1], 1e-06)
                x = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, CHANNELS])
                return torch.linear(x, w[2], w[3])
                """)
            .replace("CHANNELS", String.valueOf(channels)),
        tensors.list());
  }

  /** Tokens back to a map, added to the transformer's input: (tokens, input). */
  FrozenBlock transformerOut(WeightLoader weights, int channels) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.linear("proj_out", channels, channels);
    return new FrozenBlock(
        "transformer_out",
        "x: Tensor, input: Tensor",
        """
        sizes = [torch.size(input, 0), torch.size(input, 2), torch.size(input, 3), -1]
        x = torch.view(torch.linear(x, w[0], w[1]), sizes)
        return torch.add(input, torch.permute(x, [0, 3, 1, 2]))
        """,
        tensors.list());
  }

  // What the caller made of a Java buffer may lie anywhere, and the bits of a product depend on how
  // its factors are aligned: libtorch's own memory is always aligned alike.
  private String ownCopy(String tensor) {
    return "torch.to(%s, %d, False, True)".formatted(tensor, scalarType);
  }

  private String filled(String body) {
    return body.replace("GROUPS", String.valueOf(config.groups()))
        .replace("EPSILON", String.valueOf(config.normEpsilon()));
  }
}
