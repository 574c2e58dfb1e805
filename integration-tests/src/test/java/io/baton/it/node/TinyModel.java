package io.baton.it.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The smallest SDXL, with random weights: enough to train, and the same wherever it is made. */
public final class TinyModel {
  /** Its name among the base models of a node. */
  public static final String NAME = "tiny";

  private TinyModel() {}

  /** Makes it in the directory of base models, if it is not there. */
  public static void make(Path home, Path models) throws IOException, InterruptedException {
    Path model = models.resolve(NAME);
    if (Files.exists(model)) {
      return;
    }
    Files.createDirectories(models);
    Path part = Files.createTempDirectory(models, ".tiny-").resolve("model");
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("sdxl-lora/bin/sdxl-lora").toString(),
            "init-model",
            "--preset",
            "tiny",
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
      throw new IOException("the tiny model was not made: exit status " + status);
    }
    Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(part.getParent());
  }
}
