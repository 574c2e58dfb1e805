package io.baton.sdxl.clip;

import io.baton.sdxl.model.ComponentConfig;
import java.util.List;
import java.util.OptionalInt;

/**
 * The architecture that a text encoder's {@code config.json} describes.
 *
 * @param vocabulary count of tokens
 * @param positions most tokens in a text
 * @param hidden features of the hidden states
 * @param intermediate features within the feed-forward networks
 * @param layers count
 * @param heads of each attention
 * @param activation of the feed-forward networks
 * @param normEpsilon of every layer normalization
 * @param endToken whose first place in a text is pooled; {@link #LARGEST} for the largest token
 * @param projection features of the pooled text, where it is projected
 */
record ClipTextConfig(
    int vocabulary,
    int positions,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    Activation activation,
    double normEpsilon,
    int endToken,
    OptionalInt projection) {

  /** The number that configurations written before transformers 4.31 carry. */
  static final int LARGEST = 2;

  /** The function between the two layers of a feed-forward network. */
  enum Activation {
    QUICK_GELU("quick_gelu", "torch.mul(h, torch.sigmoid(torch.mul(h, 1.702)))"),
    GELU("gelu", "torch.gelu(h)");

    private final String configName;
    private final String script;

    Activation(String configName, String script) {
      this.configName = configName;
      this.script = script;
    }

    /** Of {@code h}. */
    String script() {
      return script;
    }
  }

  static ClipTextConfig from(ComponentConfig json) {
    int hidden = json.size("hidden_size");
    int heads = json.size("num_attention_heads");
    if (hidden % heads != 0) {
      throw json.invalid("num_attention_heads", "a divisor of hidden_size");
    }
    return new ClipTextConfig(
        json.size("vocab_size"),
        json.size("max_position_embeddings", 77),
        hidden,
        json.size("intermediate_size"),
        json.size("num_hidden_layers"),
        heads,
        activation(json),
        json.number("layer_norm_eps", 1e-5),
        json.integer("eos_token_id", LARGEST),
        projection(json));
  }

  private static Activation activation(ComponentConfig json) {
    String name = json.text("hidden_act", Activation.QUICK_GELU.configName);
    for (Activation activation : Activation.values()) {
      if (activation.configName.equals(name)) {
        return activation;
      }
    }
    throw json.invalid("hidden_act", "quick_gelu or gelu");
  }

  private static OptionalInt projection(ComponentConfig json) {
    List<String> architectures = json.texts("architectures");
    if (architectures.equals(List.of("CLIPTextModel"))) {
      return OptionalInt.empty();
    }
    if (architectures.equals(List.of("CLIPTextModelWithProjection"))) {
      return OptionalInt.of(json.size("projection_dim"));
    }
    throw json.invalid("architectures", "CLIPTextModel or CLIPTextModelWithProjection");
  }
}
