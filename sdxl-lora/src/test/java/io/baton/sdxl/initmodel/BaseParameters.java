package io.baton.sdxl.initmodel;

import java.util.List;
import java.util.stream.Stream;

/** Names of SDXL base's parameters. */
public final class BaseParameters {

  private BaseParameters() {}

  public static Stream<String> unet() {
    return names(ModelPreset.SDXL_BASE.unet().parameters());
  }

  public static Stream<String> vae() {
    return names(ModelPreset.SDXL_BASE.vae().parameters());
  }

  public static Stream<String> textEncoder2() {
    return names(ModelPreset.SDXL_BASE.textEncoder2().parameters());
  }

  private static Stream<String> names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name);
  }
}
