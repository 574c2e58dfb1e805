package io.baton.it.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small SDXLs with random weights: enough to train, and the same wherever they are made. */
public final class DrawnModel {
  /** The smallest, which has its name among the base models of a node too. */
  public static final String TINY = "tiny";

  private DrawnModel() {}

  /**
   * Makes one in the directory of base models, if it is not there.
   *
   * @param preset which one, as {@code sdxl-lora init-model} names it
   */
  public static Path make(Path home, String preset, Path models)
      throws IOException, InterruptedException {
    Path model = models.resolve(preset);
    if (Files.exists(model)) {
      return model;
    }
    Files.createDirectories(models);
    Path part = Files.createTempDirectory(models, "." + preset + "-").resolve("model");
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("sdxl-lora/bin/sdxl-lora").toString(),
            "init-model",
            "--preset",
            preset,
            "--seed",
            "0",
            part.toString());
    int status =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("the model was not made: exit status " + status);
    }
    Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(part.getParent());
    return model;
  }
}
