package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory with the other modules' programs: a built checkout.
 *
 * @param root absolute
 */
public record Checkout(Path root) {
  /** That of this process: {@code baton.home} as the launcher says it. */
  public static Checkout ofThisProcess() {
    return Optional.ofNullable(System.getProperty("baton.home"))
        .map(home -> new Checkout(Path.of(home)))
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "Start this through the launcher 'baton' in the root of the checkout."));
  }

  public Checkout {
    root = root.toAbsolutePath().normalize();
  }

  public Path trainingApi() {
    return root.resolve("training-api/target/quarkus-app/quarkus-run.jar");
  }

  public Path autoscaler() {
    return root.resolve("autoscaler/target/quarkus-app/quarkus-run.jar");
  }

  public Path trainerNode() {
    return root.resolve("trainer-node/bin/trainer-node");
  }

  public Path sdxlLora() {
    return root.resolve("sdxl-lora/bin/sdxl-lora");
  }

  public Path samples() {
    return root.resolve("samples/chelsea");
  }

  /** What the launchers start, beyond themselves. */
  public List<Path> built() {
    return List.of(
        trainingApi(),
        autoscaler(),
        root.resolve("trainer-node/target/lib"),
        root.resolve("sdxl-lora/target/lib"),
        root.resolve("cli/local-s3/target/lib"));
  }

  /** The first thing that is not built. */
  public Optional<Path> missing() {
    return built().stream().filter(path -> !Files.exists(path)).findFirst();
  }

  void requireBuilt() {
    missing()
        .ifPresent(
            path -> {
              throw new CommandFailedException(
                  path + " is missing: run 'mvn -q -DskipTests package' in " + root + ".");
            });
  }
}
