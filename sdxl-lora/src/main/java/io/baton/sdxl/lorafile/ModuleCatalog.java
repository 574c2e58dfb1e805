package io.baton.sdxl.lorafile;

import io.baton.sdxl.model.SgmNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every module that a LoRA for a model of SDXL's architecture can adapt. Kohya's names have an
 * underscore for every dot, so only a list of all names can tell which underscores were dots.
 */
final class ModuleCatalog {

  private static final int LEVELS = 4;
  private static final int TRANSFORMER_BLOCKS = 16;
  private static final int TEXT_LAYERS = 48;

  private static final Set<String> UNET = unet();
  private static final Set<String> TEXT = text();
  private static final Map<LoraComponent, Map<String, String>> PATH_BY_KOHYA_NAME =
      Map.of(
          LoraComponent.UNET, kohyaUNet(),
          LoraComponent.TEXT_ENCODER, kohyaText(),
          LoraComponent.TEXT_ENCODER_2, kohyaText());

  private ModuleCatalog() {}

  static boolean contains(LoraModuleName module) {
    return (module.component() == LoraComponent.UNET ? UNET : TEXT).contains(module.path());
  }

  /** Whether {@code path} is one of a UNet's modules. */
  static boolean isOfUNet(String path) {
    return UNET.contains(path);
  }

  /** Whether {@code path} is one of a text encoder's modules. */
  static boolean isOfTextEncoder(String path) {
    return TEXT.contains(path);
  }

  /** The module of a kohya name without its prefix, in SGM's or diffusers' spelling. */
  static Optional<String> ofKohyaName(LoraComponent component, String name) {
    return Optional.ofNullable(PATH_BY_KOHYA_NAME.get(component).get(name));
  }

  /** Kohya's name of a module, in SGM's spelling, prefix included. */
  static String kohyaName(LoraModuleName module) {
    String path =
        module.component() == LoraComponent.UNET
            ? SgmNames.unetFromDiffusers(module.path()).orElseThrow()
            : module.path();
    return module.component().kohyaPrefix() + "_" + path.replace('.', '_');
  }

  private static Map<String, String> kohyaUNet() {
    Map<String, String> paths = new HashMap<>();
    for (String path : UNET) {
      paths.put(path.replace('.', '_'), path);
      paths.put(SgmNames.unetFromDiffusers(path).orElseThrow().replace('.', '_'), path);
    }
    return paths;
  }

  private static Map<String, String> kohyaText() {
    Map<String, String> paths = new HashMap<>();
    TEXT.forEach(path -> paths.put(path.replace('.', '_'), path));
    return paths;
  }

  private static Set<String> unet() {
    Set<String> paths = new HashSet<>();
    for (String part : List.of("time_embedding", "add_embedding")) {
      paths.add(part + ".linear_1");
      paths.add(part + ".linear_2");
    }
    paths.add("conv_in");
    paths.add("conv_out");
    addLayer(paths, "mid_block.", 0);
    addResnet(paths, "mid_block.resnets.1");
    for (int level = 0; level < LEVELS; level++) {
      String down = "down_blocks.%d.".formatted(level);
      String up = "up_blocks.%d.".formatted(level);
      for (int layer = 0; layer < 2; layer++) {
        addLayer(paths, down, layer);
      }
      for (int layer = 0; layer < 3; layer++) {
        addLayer(paths, up, layer);
      }
      paths.add(down + "downsamplers.0.conv");
      paths.add(up + "upsamplers.0.conv");
    }
    return paths;
  }

  private static void addLayer(Set<String> paths, String block, int layer) {
    addResnet(paths, block + "resnets." + layer);
    String attention = block + "attentions." + layer + ".";
    paths.add(attention + "proj_in");
    paths.add(attention + "proj_out");
    for (int i = 0; i < TRANSFORMER_BLOCKS; i++) {
      String transformer = attention + "transformer_blocks." + i + ".";
      for (String part : List.of("attn1.", "attn2.")) {
        for (String projection : List.of("to_q", "to_k", "to_v", "to_out.0")) {
          paths.add(transformer + part + projection);
        }
      }
      paths.add(transformer + "ff.net.0.proj");
      paths.add(transformer + "ff.net.2");
    }
  }

  private static void addResnet(Set<String> paths, String resnet) {
    for (String part : List.of("conv1", "conv2", "time_emb_proj", "conv_shortcut")) {
      paths.add(resnet + "." + part);
    }
  }

  private static Set<String> text() {
    List<String> parts = new ArrayList<>(List.of("mlp.fc1", "mlp.fc2"));
    for (String projection : List.of("q", "k", "v", "out")) {
      parts.add("self_attn.%s_proj".formatted(projection));
    }
    Set<String> paths = new HashSet<>(Set.of("text_projection"));
    for (int layer = 0; layer < TEXT_LAYERS; layer++) {
      for (String part : parts) {
        paths.add("text_model.encoder.layers.%d.%s".formatted(layer, part));
      }
    }
    return paths;
  }
}
