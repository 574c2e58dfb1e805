package io.baton.sdxl.initmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * Sizes of a CLIP text encoder.
 *
 * @param hidden features of its hidden states
 * @param intermediate features within its feed-forward networks
 * @param layers count
 * @param heads of each attention
 * @param vocabulary count of tokens
 * @param activation {@code quick_gelu} or {@code gelu}
 * @param projection features of the projected pooled text, if it has a projection
 */
record TextEncoderShape(
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int vocabulary,
    String activation,
    OptionalInt projection) {

  static final int POSITIONS = 77;

  ObjectNode config(ObjectMapper json) {
    ObjectNode config = json.createObjectNode();
    config
        .putArray("architectures")
        .add(projection.isPresent() ? "CLIPTextModelWithProjection" : "CLIPTextModel");
    config.put("attention_dropout", 0.0);
    // Legacy numbers that published models carry; 2 means: the token of the largest number.
    config.put("bos_token_id", 0);
    config.put("eos_token_id", 2);
    config.put("hidden_act", activation);
    config.put("hidden_size", hidden);
    config.put("intermediate_size", intermediate);
    config.put("layer_norm_eps", 1e-5);
    config.put("max_position_embeddings", POSITIONS);
    config.put("model_type", "clip_text_model");
    config.put("num_attention_heads", heads);
    config.put("num_hidden_layers", layers);
    config.put("pad_token_id", 1);
    config.put("projection_dim", projection.orElse(hidden));
    config.put("vocab_size", vocabulary);
    return config;
  }

  List<Parameter> parameters() {
    ParameterList list = new ParameterList();
    list.embedding("text_model.embeddings.token_embedding", vocabulary, hidden);
    list.embedding("text_model.embeddings.position_embedding", POSITIONS, hidden);
    for (int i = 0; i < layers; i++) {
      String layer = "text_model.encoder.layers.%d.".formatted(i);
      list.norm(layer + "layer_norm1", hidden);
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        list.linear(layer + "self_attn." + part, hidden, hidden);
      }
      list.norm(layer + "layer_norm2", hidden);
      list.linear(layer + "mlp.fc1", hidden, intermediate);
      list.linear(layer + "mlp.fc2", intermediate, hidden);
    }
    list.norm("text_model.final_layer_norm", hidden);
    projection.ifPresent(size -> list.linearWithoutBias("text_projection", hidden, size));
    return list.sorted();
  }
}
