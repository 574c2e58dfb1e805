package io.baton.sdxl.clip;

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

/** Causal self-attention and a feed-forward network, each added to its input: tokens [B, N, C]. */
final class ClipEncoderLayer implements Block {

  private final ClipTextConfig config;
  private final int scalarType;
  private final List<NDArray> weights;
  private final AdaptedProjections projections;

  /**
   * @param loader of weights under the layer's name
   * @param name of the layer in the model, ending in a dot
   */
  ClipEncoderLayer(WeightLoader loader, String name, ClipTextConfig config, int scalarType) {
    this.config = config;
    this.scalarType = scalarType;
    int hidden = config.hidden();
    BlockWeights tensors = new BlockWeights(loader);
    tensors.norm("layer_norm1", hidden);
    tensors.stacked(
        List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"), hidden, hidden);
    tensors.linear("self_attn.out_proj", hidden, hidden);
    tensors.norm("layer_norm2", hidden);
    tensors.linear("mlp.fc1", hidden, config.intermediate());
    tensors.linear("mlp.fc2", config.intermediate(), hidden);
    weights = tensors.list();
    projections =
        new AdaptedProjections(
            weights,
            List.of(
                projection(name + "self_attn.q_proj", 2, 0),
                projection(name + "self_attn.k_proj", 2, 1),
                projection(name + "self_attn.v_proj", 2, 2),
                projection(name + "self_attn.out_proj", 4, 0)));
  }

  private FrozenProjection projection(String name, int weight, int part) {
    int hidden = config.hidden();
    return new FrozenProjection(
        new LinearProjection(name, hidden, hidden),
        weight,
        part * hidden,
        OptionalInt.of(weight + 1));
  }

  /** Query, key, value and output. */
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
    String body =
        """
        t = torch.flatten(x, 0, 1)
        n = torch.layer_norm(t, [HIDDEN], w[0], w[1], EPSILON)
        q, k, v = torch.chunk(torch.linear(n, w[2], w[3]), 3, 1)
        """
            + adapter.add("n", 0, "q", "k", "v")
            + """
            q = torch.transpose(torch.view(q, [torch.size(x, 0), -1, HEADS, FEATURES]), 1, 2)
            k = torch.transpose(torch.view(k, [torch.size(x, 0), -1, HEADS, FEATURES]), 1, 2)
            v = torch.transpose(torch.view(v, [torch.size(x, 0), -1, HEADS, FEATURES]), 1, 2)
            o = torch.scaled_dot_product_attention(q, k, v, None, 0.0, True)
            o = torch.reshape(torch.transpose(o, 1, 2), [-1, HIDDEN])
            y = torch.linear(o, w[4], w[5])
            """
            + adapter.add("o", 3, "y")
            + """
            t = torch.add(t, y)
            n = torch.layer_norm(t, [HIDDEN], w[6], w[7], EPSILON)
            h = torch.linear(n, w[8], w[9])
            return torch.view_as(torch.add(t, torch.linear(ACTIVATION, w[10], w[11])), x)
            """;
    return library.add(
        "clip_layer",
        adapter.isEmpty()
            ? "x: Tensor, w: List[Tensor]"
            : "x: Tensor, w: List[Tensor], a: List[Tensor]",
        body.replace("HIDDEN", String.valueOf(config.hidden()))
            .replace("HEADS", String.valueOf(config.heads()))
            .replace("FEATURES", String.valueOf(config.hidden() / config.heads()))
            .replace("EPSILON", String.valueOf(config.normEpsilon()))
            .replace("ACTIVATION", config.activation().script()));
  }
}
