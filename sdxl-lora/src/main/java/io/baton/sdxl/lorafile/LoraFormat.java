package io.baton.sdxl.lorafile;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way to lay a LoRA out in files. */
public enum LoraFormat {
  /** One file as diffusers' training scripts write it; no alpha. */
  DIFFUSERS,
  /** A directory of peft's adapters, one a component, each with its configuration. */
  PEFT,
  /** One file as kohya's scripts and the web interfaces read it. */
  KOHYA;

  /** Its name on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LoraFormat> ofOption(String value) {
    return Stream.of(values()).filter(each -> each.optionValue().equals(value)).findFirst();
  }
}
