package io.baton.sdxl.model;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A whole model in one file, as Stability's generative-models and most web sites have it: {@code
 * model.diffusion_model.…}, {@code first_stage_model.…}, {@code conditioner.embedders.…}. Its
 * tensors are seen under diffusers' names and stay where they are.
 */
final class SingleFile {

  private static final Map<String, String> PREFIXES =
      Map.of(
          "unet", "model.diffusion_model.",
          "vae", "first_stage_model.",
          "text_encoder", "conditioner.embedders.0.transformer.",
          "text_encoder_2", "conditioner.embedders.1.model.");

  /** Tensors by which a file says that SDXL base's noise schedule is not its own. */
  private static final List<String> OTHER_SCHEDULES =
      List.of("v_pred", "ztsnr", "edm_mean", "edm_vpred.sigma_max");

  private static final List<String> INPUT_PROJECTIONS = List.of("q_proj", "k_proj", "v_proj");

  private final SafetensorsFile file;

  private SingleFile(SafetensorsFile file) {
    this.file = file;
  }

  /**
   * Refuses a file that holds no SDXL, or needs another schedule than SDXL base's.
   *
   * @param configured whether configurations for it are given
   */
  static void check(Path path, boolean configured) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      if (hasPrefix(file, "cond_stage_model.")) {
        throw refusal(path, "it is a model of Stable Diffusion 1 or 2, not of SDXL");
      }
      if (hasPrefix(file, "conditioner.embedders.0.model.")) {
        throw refusal(path, "it is SDXL's refiner, which has one text encoder; use the base model");
      }
      if (!isOne(file)) {
        throw refusal(
            path,
            "it has no tensors '%s…', as a whole model in one file has; is it a part of one, or a"
                    .formatted(PREFIXES.get("unet"))
                + " LoRA");
      }
      for (Map.Entry<String, String> component : new TreeMap<>(PREFIXES).entrySet()) {
        if (!hasPrefix(file, component.getValue())) {
          throw refusal(
              path,
              "it has no tensors '%s…', which would be its %s"
                  .formatted(component.getValue(), component.getKey()));
        }
      }
      for (String name : OTHER_SCHEDULES) {
        if (!configured && file.tensors().containsKey(name)) {
          throw refusal(
              path,
              ("its tensor '%s' says that its noise schedule is not SDXL base's; give the"
                      + " configurations of that model with --model_config_dir")
                  .formatted(name));
        }
      }
    }
  }

  /** Whether a file holds a UNet under generative-models' name. */
  static boolean isOne(SafetensorsFile file) {
    return hasPrefix(file, PREFIXES.get("unet"));
  }

  private static boolean hasPrefix(SafetensorsFile file, String prefix) {
    SortedMap<String, TensorInfo> from = file.tensors().tailMap(prefix);
    return !from.isEmpty() && from.firstKey().startsWith(prefix);
  }

  /**
   * The tensors of a component under diffusers' names. What has no name there keeps its own, so
   * that whoever reads the component sees that something is left.
   *
   * @param config of the component
   */
  static SortedMap<String, StoredTensor> tensors(
      SafetensorsFile file, String component, ComponentConfig config) {
    return new SingleFile(file).tensors(component, config);
  }

  private SortedMap<String, StoredTensor> tensors(String component, ComponentConfig config) {
    return switch (component) {
      case "unet" -> renamed(PREFIXES.get(component), SgmNames::unetToDiffusers);
      case "vae" ->
          renamed(
              PREFIXES.get(component),
              SgmNames.autoencoder(config.texts("down_block_types").size())::toDiffusers);
      case "text_encoder" -> renamed(PREFIXES.get(component), Optional::of);
      case "text_encoder_2" -> openClip(config);
      default -> throw new IllegalArgumentException(component + " has no weights");
    };
  }

  private SortedMap<String, StoredTensor> renamed(
      String prefix, Function<String, Optional<String>> names) {
    SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    for (TensorInfo tensor : file.tensors().tailMap(prefix).values()) {
      if (!tensor.name().startsWith(prefix)) {
        break;
      }
      String name = tensor.name().substring(prefix.length());
      tensors.put(names.apply(name).orElse(name), StoredTensor.whole(file, tensor));
    }
    return tensors;
  }

  private SortedMap<String, StoredTensor> openClip(ComponentConfig config) {
    int layers = config.size("num_hidden_layers");
    SortedMap<String, StoredTensor> tensors =
        renamed(PREFIXES.get("text_encoder_2"), SgmNames.openClip(layers)::toDiffusers);
    // The temperature of CLIP's training.
    tensors.remove("logit_scale");
    for (int layer = 0; layer < layers; layer++) {
      String attention = "text_model.encoder.layers.%d.self_attn.".formatted(layer);
      for (String kind : List.of("weight", "bias")) {
        String fused = "transformer.resblocks.%d.attn.in_proj_%s".formatted(layer, kind);
        Optional.ofNullable(tensors.remove(fused))
            .ifPresent(whole -> addParts(tensors, attention, kind, whole.tensor()));
      }
    }
    Optional.ofNullable(tensors.get("text_projection"))
        .filter(projection -> projection.shape().size() == 2)
        .ifPresent(
            projection -> {
              tensors.remove("text_projection");
              tensors.put(
                  "text_projection.weight", StoredTensor.transpose(file, projection.tensor()));
            });
    return tensors;
  }

  private void addParts(
      SortedMap<String, StoredTensor> tensors, String attention, String kind, TensorInfo whole) {
    int parts = INPUT_PROJECTIONS.size();
    if (whole.shape().isEmpty() || whole.shape().get(0) % parts != 0) {
      throw refusal(
          file.path(), "its tensor '%s' has shape %s".formatted(whole.name(), whole.shape()));
    }
    for (int i = 0; i < parts; i++) {
      tensors.put(
          attention + INPUT_PROJECTIONS.get(i) + "." + kind,
          StoredTensor.part(file, whole, i, parts));
    }
  }

  private static TrainingFailure refusal(Path path, String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT, "%s is no SDXL model that can be used: %s.".formatted(path, why));
  }
}
