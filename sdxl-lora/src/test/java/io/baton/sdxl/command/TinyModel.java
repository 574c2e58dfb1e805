package io.baton.sdxl.command;

import io.baton.sdxl.initmodel.ModelInitializer;
import io.baton.sdxl.initmodel.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tiny model with random weights, made once for all tests of a JVM. */
public final class TinyModel {

  private static final Path DIRECTORY = write();

  private TinyModel() {}

  public static Path directory() {
    return DIRECTORY;
  }

  private static Path write() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "tiny-model-");
      ModelInitializer.write(ModelPreset.TINY, 0, directory);
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
