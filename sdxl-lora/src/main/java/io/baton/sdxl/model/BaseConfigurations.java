package io.baton.sdxl.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** SDXL base's own configurations, for files that hold its weights alone. */
final class BaseConfigurations {

  private static final String FOLDER = "sdxl-base/";

  private BaseConfigurations() {}

  /**
   * A configuration.
   *
   * @param file in diffusers' layout, such as {@code unet/config.json}
   */
  static ComponentConfig read(String file) {
    try (InputStream json = BaseConfigurations.class.getResourceAsStream(FOLDER + file)) {
      return new ComponentConfig(Path.of(FOLDER + file), new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
