package io.baton.sdxl.lorafile;

import java.util.Optional;
import java.util.stream.Stream;

/** A model of the pipeline that a LoRA adapts. */
public enum LoraComponent {
  UNET("unet", "lora_unet"),
  TEXT_ENCODER("text_encoder", "lora_te1"),
  TEXT_ENCODER_2("text_encoder_2", "lora_te2");

  private final String folder;
  private final String kohyaPrefix;

  LoraComponent(String folder, String kohyaPrefix) {
    this.folder = folder;
    this.kohyaPrefix = kohyaPrefix;
  }

  /** Its name in diffusers' pipelines, directories and key names. */
  public String folder() {
    return folder;
  }

  String kohyaPrefix() {
    return kohyaPrefix;
  }

  static Optional<LoraComponent> ofFolder(String folder) {
    return Stream.of(values()).filter(each -> each.folder.equals(folder)).findFirst();
  }

  static Optional<LoraComponent> ofKohyaPrefix(String prefix) {
    return Stream.of(values()).filter(each -> each.kohyaPrefix.equals(prefix)).findFirst();
  }
}
