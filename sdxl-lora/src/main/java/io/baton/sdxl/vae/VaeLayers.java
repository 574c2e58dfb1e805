package io.baton.sdxl.vae;

import io.baton.sdxl.block.BlockWeights;
import io.baton.sdxl.block.FrozenBlock;
import io.baton.sdxl.model.WeightLoader;
import java.util.List;

/** The autoencoder's blocks: weights by diffusers' names, and formulas. */
final class VaeLayers {

  private static final int KERNEL = 3;

  private final String groups;

  VaeLayers(int groups) {
    this.groups = String.valueOf(groups);
  }

  /** One convolution that keeps the resolution, of an input of any floating-point type. */
  FrozenBlock convolution(
      WeightLoader weights, String name, int in, int out, int kernel, int scalarType) {
    return new FrozenBlock(
        "convolution",
        "x: Tensor",
        "return torch.conv2d(torch.to(x, %1$d, False, True), w[0], w[1], [1, 1], [%2$d, %2$d])"
            .formatted(scalarType, kernel / 2),
        new BlockWeights(weights).convolution(name, in, out, kernel).list());
  }

  /** Two convolutions, and the input added. */
  FrozenBlock resnet(WeightLoader weights, int in, int out) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("norm1", in);
    tensors.convolution("conv1", in, out, KERNEL);
    tensors.norm("norm2", out);
    tensors.convolution("conv2", out, out, KERNEL);
    String shortcut = "";
    if (in != out) {
      tensors.convolution("conv_shortcut", in, out, 1);
      shortcut = "x = torch.conv2d(x, w[8], w[9])\n";
    }
    return block(
        "resnet",
        """
        h = torch.silu(torch.group_norm(x, GROUPS, w[0], w[1], 1e-06))
        h = torch.conv2d(h, w[2], w[3], [1, 1], [1, 1])
        h = torch.silu(torch.group_norm(h, GROUPS, w[4], w[5], 1e-06))
        h = torch.conv2d(h, w[6], w[7], [1, 1], [1, 1])
        """
            + shortcut
            + "return torch.add(x, h)",
        tensors);
  }

  /** Attention with a single head between all pixels, and the input added. */
  FrozenBlock attention(WeightLoader weights, int channels) {
    boolean old = weights.has("query.weight");
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("group_norm", channels);
    tensors.stacked(
        old ? List.of("query", "key", "value") : List.of("to_q", "to_k", "to_v"),
        channels,
        channels);
    tensors.linear(old ? "proj_attn" : "to_out.0", channels, channels);
    return block(
        "attention",
        """
        h = torch.group_norm(torch.flatten(x, 2), GROUPS, w[0], w[1], 1e-06)
        h = torch.linear(torch.transpose(h, 1, 2), w[2], w[3])
        q, k, v = torch.chunk(torch.unsqueeze(h, 1), 3, -1)
        h = torch.squeeze(torch.scaled_dot_product_attention(q, k, v), 1)
        h = torch.transpose(torch.linear(h, w[4], w[5]), 1, 2)
        return torch.add(torch.view_as(torch.contiguous(h), x), x)
        """,
        tensors);
  }

  /** Half the resolution: the picture is extended by a pixel at the right and at the bottom. */
  FrozenBlock downsample(WeightLoader weights, int channels) {
    return block(
        "downsample",
        "return torch.conv2d(torch.constant_pad_nd(x, [0, 1, 0, 1]), w[0], w[1], [2, 2])",
        new BlockWeights(weights).convolution("conv", channels, channels, KERNEL));
  }

  /** Twice the resolution. */
  FrozenBlock upsample(WeightLoader weights, int channels) {
    return block(
        "upsample",
        """
        size = [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)]
        x = torch.upsample_nearest2d(x, size)
        return torch.conv2d(x, w[0], w[1], [1, 1], [1, 1])
        """,
        new BlockWeights(weights).convolution("conv", channels, channels, KERNEL));
  }

  /** Normalization and the last convolution. */
  FrozenBlock output(WeightLoader weights, int channels, int out) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.norm("conv_norm_out", channels);
    tensors.convolution("conv_out", channels, out, KERNEL);
    return block(
        "output",
        """
        x = torch.silu(torch.group_norm(x, GROUPS, w[0], w[1], 1e-06))
        return torch.conv2d(x, w[2], w[3], [1, 1], [1, 1])
        """,
        tensors);
  }

  private FrozenBlock block(String kind, String body, BlockWeights tensors) {
    return new FrozenBlock(
        "vae_" + kind, "x: Tensor", body.replace("GROUPS", groups), tensors.list());
  }
}
