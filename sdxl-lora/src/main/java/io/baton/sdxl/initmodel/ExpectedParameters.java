package io.baton.sdxl.initmodel;

import io.baton.sdxl.model.ComponentConfig;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tensors that a configuration of SDXL's architecture asks for. */
public final class ExpectedParameters {

  private static final int TIME_IDS = 6;

  private ExpectedParameters() {}

  /**
   * The shape of each tensor by its name in diffusers' and transformers' files.
   *
   * @param component {@code unet}, {@code vae}, {@code text_encoder} or {@code text_encoder_2}
   * @return nothing where the architecture is another
   */
  public static Optional<SortedMap<String, List<Long>>> of(
      String component, ComponentConfig config) {
    return switch (component) {
      case "unet" -> unet(config).map(shape -> named(shape.parameters()));
      case "vae" -> Optional.of(named(vae(config).parameters()));
      case "text_encoder" ->
          Optional.of(named(textEncoder(config, OptionalInt.empty()).parameters()));
      case "text_encoder_2" ->
          Optional.of(
              named(
                  textEncoder(config, OptionalInt.of(config.size("projection_dim"))).parameters()));
      default -> Optional.empty();
    };
  }

  private static Optional<UNetShape> unet(ComponentConfig config) {
    List<String> down = config.texts("down_block_types");
    int levels = down.size();
    boolean known =
        down.get(0).equals("DownBlock2D")
            && down.stream().skip(1).allMatch("CrossAttnDownBlock2D"::equals)
            && config.sizes("layers_per_block", levels).stream().allMatch(count -> count == 2);
    if (!known) {
      return Optional.empty();
    }
    int perNumber = config.size("addition_time_embed_dim");
    return Optional.of(
        new UNetShape(
            config.size("sample_size", 128),
            config.sizes("block_out_channels", levels),
            config.sizes("attention_head_dim", levels),
            config.sizes("transformer_layers_per_block", levels),
            config.size("cross_attention_dim"),
            perNumber,
            config.size("projection_class_embeddings_input_dim") - TIME_IDS * perNumber));
  }

  private static VaeShape vae(ComponentConfig config) {
    int levels = config.texts("down_block_types").size();
    return new VaeShape(
        config.size("sample_size", 1024),
        config.sizes("block_out_channels", levels),
        config.size("layers_per_block"));
  }

  private static TextEncoderShape textEncoder(ComponentConfig config, OptionalInt projection) {
    return new TextEncoderShape(
        config.size("hidden_size"),
        config.size("intermediate_size"),
        config.size("num_hidden_layers"),
        config.size("num_attention_heads"),
        config.size("vocab_size"),
        config.text("hidden_act", ""),
        projection);
  }

  private static SortedMap<String, List<Long>> named(List<Parameter> parameters) {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    parameters.forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    return Collections.unmodifiableSortedMap(shapes);
  }
}
