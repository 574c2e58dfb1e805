package io.baton.sdxl.lorafile;

import java.util.Comparator;
import java.util.Objects;

/**
 * A module that a LoRA adapts.
 *
 * @param component that it is part of
 * @param path in the component, as diffusers spells it, such as {@code
 *     down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q} or {@code
 *     text_model.encoder.layers.0.self_attn.q_proj}
 */
public record LoraModuleName(LoraComponent component, String path)
    implements Comparable<LoraModuleName> {

  private static final Comparator<LoraModuleName> ORDER =
      Comparator.comparing(LoraModuleName::component).thenComparing(LoraModuleName::path);

  public LoraModuleName {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(path, "path");
  }

  @Override
  public int compareTo(LoraModuleName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return component.folder() + "." + path;
  }
}
