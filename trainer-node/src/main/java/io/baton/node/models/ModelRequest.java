package io.baton.node.models;

import io.baton.protocol.job.BaseModel;
import java.util.Objects;
import java.util.Optional;

/**
 * A model that a job needs.
 *
 * @param variant of the weight files, such as {@code fp16}; empty: the plain ones
 */
public record ModelRequest(BaseModel model, Role role, Optional<String> variant) {
  /** What it is needed for. */
  public enum Role {
    /** All that a training needs. */
    BASE("base model"),
    /** The autoencoder alone, in place of the base model's own. */
    VAE("VAE");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public ModelRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(variant, "variant");
  }

  /** For sentences. */
  @Override
  public String toString() {
    return role + " '" + model + "'" + variant.map(name -> ", variant " + name).orElse("");
  }
}
