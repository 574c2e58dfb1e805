package io.baton.sdxl.training;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The model that is adapted.
 *
 * @param path directory in diffusers' layout
 */
public record BaseModelOptions(Path path) {

  public BaseModelOptions {
    Objects.requireNonNull(path, "path");
  }
}
