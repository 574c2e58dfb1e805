package io.baton.sdxl.initmodel;

import io.baton.sdxl.lora.LinearProjection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The attention projections of SDXL base, from the shapes of its weights. */
public final class SdxlBaseProjections {

  private static final Pattern UNET =
      Pattern.compile("(.*\\.attn[12]\\.(?:to_[qkv]|to_out\\.0))\\.weight");
  private static final Pattern TEXT =
      Pattern.compile("(.*\\.self_attn\\.(?:q|k|v|out)_proj)\\.weight");

  private SdxlBaseProjections() {}

  public static List<LinearProjection> unet() {
    return of(ModelPreset.SDXL_BASE.unet().parameters(), UNET);
  }

  public static List<LinearProjection> textEncoder() {
    return of(ModelPreset.SDXL_BASE.textEncoder().parameters(), TEXT);
  }

  public static List<LinearProjection> textEncoder2() {
    return of(ModelPreset.SDXL_BASE.textEncoder2().parameters(), TEXT);
  }

  private static List<LinearProjection> of(List<Parameter> parameters, Pattern name) {
    return parameters.stream()
        .flatMap(
            parameter -> {
              Matcher matcher = name.matcher(parameter.name());
              return matcher.matches()
                  ? Stream.of(projection(matcher.group(1), parameter))
                  : Stream.empty();
            })
        .toList();
  }

  private static LinearProjection projection(String name, Parameter weight) {
    return new LinearProjection(
        name, Math.toIntExact(weight.shape().get(1)), Math.toIntExact(weight.shape().get(0)));
  }
}
