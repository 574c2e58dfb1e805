package io.baton.sdxl.unet;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.block.Block;
import io.baton.sdxl.block.BlockWeights;
import io.baton.sdxl.block.Mode;
import io.baton.sdxl.lora.AdaptedProjections;
import io.baton.sdxl.lora.AdapterScript;
import io.baton.sdxl.lora.FrozenProjection;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.ScriptLibrary;
import java.util.List;
import java.util.OptionalInt;

/**
 * Self-attention, attention to the text, and a gated feed-forward network, each of the normalized
 * tokens and added to them: (tokens [B·N, C], text [B, M, F]).
 *
 * <p>Projections of the same input are one product: their frozen weights lie below each other.
 */
final class TransformerBlock implements Block {

  private static final int FEED_FORWARD_FACTOR = 4;

  /** Index of the weight of its query, or of query, key and value together. */
  private static final int SELF_ATTENTION = 2;

  private static final int CROSS_ATTENTION = 7;

  /** softmax(QKᵀ / √features) V of each text and head: q, k, v to o. */
  private static final String ATTENTION =
      """
      q = torch.transpose(torch.view(q, [BATCH, -1, HEADS, FEATURES]), 1, 2)
      k = torch.transpose(torch.view(k, [BATCH, -1, HEADS, FEATURES]), 1, 2)
      v = torch.transpose(torch.view(v, [BATCH, -1, HEADS, FEATURES]), 1, 2)
      o = torch.scaled_dot_product_attention(q, k, v)
      o = torch.reshape(torch.transpose(o, 1, 2), [-1, CHANNELS])
      """;

  private final int channels;
  private final int heads;
  private final int scalarType;
  private final List<NDArray> weights;
  private final AdaptedProjections projections;

  /**
   * @param loader of weights under the block's name
   * @param name of the block in the model, ending in a dot
   * @param textFeatures of the text's hidden states
   */
  TransformerBlock(
      WeightLoader loader, String name, UNetConfig.Level level, int textFeatures, int scalarType) {
    this.channels = level.channels();
    this.heads = level.heads();
    this.scalarType = scalarType;
    BlockWeights tensors = new BlockWeights(loader);
    tensors.norm("norm1", channels);
    tensors.stackedWithoutBias(
        List.of("attn1.to_q", "attn1.to_k", "attn1.to_v"), channels, channels);
    tensors.linear("attn1.to_out.0", channels, channels);
    tensors.norm("norm2", channels);
    tensors.linearWithoutBias("attn2.to_q", channels, channels);
    tensors.stackedWithoutBias(List.of("attn2.to_k", "attn2.to_v"), textFeatures, channels);
    tensors.linear("attn2.to_out.0", channels, channels);
    tensors.norm("norm3", channels);
    tensors.linear("ff.net.0.proj", channels, 2 * FEED_FORWARD_FACTOR * channels);
    tensors.linear("ff.net.2", FEED_FORWARD_FACTOR * channels, channels);
    weights = tensors.list();
    projections =
        new AdaptedProjections(
            weights,
            List.of(
                projection(name + "attn1.to_q", channels, SELF_ATTENTION, 0),
                projection(name + "attn1.to_k", channels, SELF_ATTENTION, 1),
                projection(name + "attn1.to_v", channels, SELF_ATTENTION, 2),
                output(name + "attn1.to_out.0", SELF_ATTENTION + 1),
                projection(name + "attn2.to_q", channels, CROSS_ATTENTION, 0),
                projection(name + "attn2.to_k", textFeatures, CROSS_ATTENTION + 1, 0),
                projection(name + "attn2.to_v", textFeatures, CROSS_ATTENTION + 1, 1),
                output(name + "attn2.to_out.0", CROSS_ATTENTION + 2)));
  }

  private FrozenProjection projection(String name, int features, int weight, int part) {
    return new FrozenProjection(
        new LinearProjection(name, features, channels),
        weight,
        part * channels,
        OptionalInt.empty());
  }

  private FrozenProjection output(String name, int weight) {
    return new FrozenProjection(
        new LinearProjection(name, channels, channels), weight, 0, OptionalInt.of(weight + 1));
  }

  /**
   * Query, key, value and output of the self-attention, then those of the attention to the text.
   */
  AdaptedProjections projections() {
    return projections;
  }

  @Override
  public List<NDArray> weights() {
    return weights;
  }

  @Override
  public List<NDArray> adapters() {
    return projections.tensors();
  }

  @Override
  public String script(ScriptLibrary library, Mode mode) {
    AdapterScript adapter = projections.script(library, mode, scalarType);
    String parameters = "x: Tensor, text: Tensor, w: List[Tensor]";
    return library.add(
        "transformer_block",
        adapter.isEmpty() ? parameters : parameters + ", a: List[Tensor]",
        body(adapter));
  }

  private String body(AdapterScript adapter) {
    String body =
        """
        x = torch.alias(x)
        n = torch.layer_norm(x, [CHANNELS], w[0], w[1], 1e-05)
        q, k, v = torch.chunk(torch.linear(n, w[2]), 3, 1)
        """
            + adapter.add("n", 0, "q", "k", "v")
            + ATTENTION
            + "y = torch.linear(o, w[3], w[4])\n"
            + adapter.add("o", 3, "y")
            + """
            x = torch.add(y, x)
            n = torch.layer_norm(x, [CHANNELS], w[5], w[6], 1e-05)
            m = torch.flatten(text, 0, 1)
            q = torch.linear(n, w[7])
            k, v = torch.chunk(torch.linear(m, w[8]), 2, 1)
            """
            + adapter.add("n", 4, "q")
            + adapter.add("m", 5, "k", "v")
            + ATTENTION
            + "y = torch.linear(o, w[9], w[10])\n"
            + adapter.add("o", 7, "y")
            + """
            x = torch.add(y, x)
            n = torch.layer_norm(x, [CHANNELS], w[11], w[12], 1e-05)
            value, gate = torch.chunk(torch.linear(n, w[13], w[14]), 2, 1)
            y = torch.linear(torch.mul(value, torch.gelu(gate)), w[15], w[16])
            return torch.add(y, x)
            """;
    return body.replace("CHANNELS", String.valueOf(channels))
        .replace("BATCH", "torch.size(text, 0)")
        .replace("HEADS", String.valueOf(heads))
        .replace("FEATURES", String.valueOf(channels / heads));
  }
}
