package io.baton.sdxl.initmodel;

import io.baton.sdxl.safetensors.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Models of SDXL's architecture that differ from it in size at most. */
public enum ModelPreset {
  /** 2 million parameters in the UNet, the widths of diffusers' own tests: for tests. */
  TINY(
      new UNetShape(32, List.of(32, 64), List.of(2, 4), List.of(1, 2), 64, 8, 32),
      new TextEncoderShape(32, 37, 5, 4, 1000, "quick_gelu", OptionalInt.empty()),
      new TextEncoderShape(32, 37, 5, 4, 1000, "gelu", OptionalInt.of(32)),
      new VaeShape(64, List.of(32, 64), 1)),
  /** 162 million parameters in the UNet, SDXL's depth: for measurements. */
  SMALL(
      new UNetShape(32, List.of(96, 160, 320), List.of(3, 5, 10), List.of(1, 2, 10), 512, 64, 320),
      new TextEncoderShape(192, 768, 6, 3, 1000, "quick_gelu", OptionalInt.empty()),
      new TextEncoderShape(320, 1280, 8, 5, 1000, "gelu", OptionalInt.of(320)),
      new VaeShape(256, List.of(32, 64, 64, 64), 1)),
  /** SDXL base: its names, shapes and tokenizers, with 3.5 billion random weights in bf16. */
  SDXL_BASE(
      new UNetShape(
          128, List.of(320, 640, 1280), List.of(5, 10, 20), List.of(1, 2, 10), 2048, 256, 1280),
      new TextEncoderShape(768, 3072, 12, 12, 49_408, "quick_gelu", OptionalInt.empty()),
      new TextEncoderShape(1280, 5120, 32, 20, 49_408, "gelu", OptionalInt.of(1280)),
      new VaeShape(1024, List.of(128, 256, 512, 512), 2));

  private final UNetShape unet;
  private final TextEncoderShape textEncoder;
  private final TextEncoderShape textEncoder2;
  private final VaeShape vae;

  ModelPreset(
      UNetShape unet, TextEncoderShape textEncoder, TextEncoderShape textEncoder2, VaeShape vae) {
    this.unet = unet;
    this.textEncoder = textEncoder;
    this.textEncoder2 = textEncoder2;
    this.vae = vae;
  }

  /** Its name on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<ModelPreset> ofOption(String value) {
    return Stream.of(values()).filter(each -> each.optionValue().equals(value)).findFirst();
  }

  TensorType weightType() {
    return this == SDXL_BASE ? TensorType.BF16 : TensorType.F32;
  }

  UNetShape unet() {
    return unet;
  }

  TextEncoderShape textEncoder() {
    return textEncoder;
  }

  TextEncoderShape textEncoder2() {
    return textEncoder2;
  }

  VaeShape vae() {
    return vae;
  }
}
