package io.baton.sdxl.initmodel;

import java.util.List;
import java.util.OptionalInt;

/** Models of SDXL's architecture that differ from it in size alone. */
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
      new VaeShape(256, List.of(32, 64, 64, 64), 1));

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
