package io.baton.sdxl.training.options;

import io.baton.sdxl.model.ModelDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The model that is adapted.
 *
 * @param path directory in diffusers' layout, or a single file
 * @param variant of its weight files, such as {@code fp16}
 * @param vae directory of an autoencoder that takes the place of the model's own
 * @param configurations of a single file that is not SDXL base's architecture
 */
public record BaseModelOptions(
    Path path, Optional<String> variant, Optional<Path> vae, Optional<Path> configurations) {

  public BaseModelOptions {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(vae, "vae");
    Objects.requireNonNull(configurations, "configurations");
  }

  /** The model as it lies in {@code path}. */
  public static BaseModelOptions of(Path path) {
    return new BaseModelOptions(path, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Opens it. */
  public ModelDirectory open() {
    ModelDirectory model = ModelDirectory.open(path, variant, configurations);
    return vae.map(model::withVae).orElse(model);
  }

  void addDecisive(Map<String, String> options) {
    variant.ifPresent(name -> options.put("--variant", name));
  }
}
