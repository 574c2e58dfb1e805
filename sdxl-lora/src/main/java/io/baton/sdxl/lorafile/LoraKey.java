package io.baton.sdxl.lorafile;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tensor of a LoRA file is.
 *
 * @param format whose spelling its name has
 * @param component that it adapts, where the name says so
 * @param path of the module in diffusers' spelling
 * @param part which of the module's tensors it is
 */
record LoraKey(LoraFormat format, Optional<LoraComponent> component, String path, Part part) {

  enum Part {
    DOWN,
    UP,
    ALPHA,
    MAGNITUDE
  }

  private static final Pattern KOHYA =
      Pattern.compile("(lora_unet|lora_te1|lora_te2)_([^.]+)\\.(.+)");
  private static final Pattern DOTTED =
      Pattern.compile(
          "(?:(unet|text_encoder|text_encoder_2)\\.)?(base_model\\.model\\.)?(.+?)\\."
              + "((?:lora\\.|lora_linear_layer\\.|lora_)(?:down|up|A|B)(?:\\.default)?\\.weight"
              + "|lora_magnitude_vector(?:\\.default)?(?:\\.weight)?|dora_scale|alpha)");
  private static final List<String> TEXT_PREFIXES = List.of("", "text_model.");

  /** The meaning of a tensor's name, or nothing where it is none of a LoRA's for SDXL. */
  static Optional<LoraKey> of(String name) {
    Matcher kohya = KOHYA.matcher(name);
    if (kohya.matches()) {
      LoraComponent component = LoraComponent.ofKohyaPrefix(kohya.group(1)).orElseThrow();
      return ModuleCatalog.ofKohyaName(component, kohya.group(2))
          .flatMap(
              path ->
                  part(kohya.group(3))
                      .map(
                          part ->
                              new LoraKey(LoraFormat.KOHYA, Optional.of(component), path, part)));
    }
    Matcher dotted = DOTTED.matcher(name);
    return dotted.matches() ? ofDotted(dotted) : Optional.empty();
  }

  private static Optional<LoraKey> ofDotted(Matcher match) {
    Optional<LoraComponent> component =
        Optional.ofNullable(match.group(1)).flatMap(LoraComponent::ofFolder);
    boolean peft = match.group(2) != null;
    if (component.isEmpty() && !peft) {
      return Optional.empty();
    }
    LoraFormat format = peft ? LoraFormat.PEFT : LoraFormat.DIFFUSERS;
    boolean unet = component.map(each -> each == LoraComponent.UNET).orElse(true);
    boolean text = component.map(each -> each != LoraComponent.UNET).orElse(true);
    Optional<Part> part = part(match.group(4));
    String path = match.group(3);
    if (unet && ModuleCatalog.isOfUNet(path)) {
      return part.map(each -> new LoraKey(format, Optional.of(LoraComponent.UNET), path, each));
    }
    // Newer transformers have dropped a level of the text encoder's names.
    return TEXT_PREFIXES.stream()
        .map(prefix -> prefix + path)
        .filter(each -> text && ModuleCatalog.isOfTextEncoder(each))
        .findFirst()
        .flatMap(each -> part.map(found -> new LoraKey(format, component, each, found)));
  }

  private static Optional<Part> part(String suffix) {
    return switch (suffix.replace(".default", "")) {
      case "lora_down.weight",
          "lora.down.weight",
          "lora_linear_layer.down.weight",
          "lora_A.weight" ->
          Optional.of(Part.DOWN);
      case "lora_up.weight", "lora.up.weight", "lora_linear_layer.up.weight", "lora_B.weight" ->
          Optional.of(Part.UP);
      case "alpha" -> Optional.of(Part.ALPHA);
      case "dora_scale", "lora_magnitude_vector", "lora_magnitude_vector.weight" ->
          Optional.of(Part.MAGNITUDE);
      default -> Optional.empty();
    };
  }
}
