package io.baton.node.prepare;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The base models on this node: directories in the form of the Hugging Face hub. */
public final class BaseModels {
  private static final String MODEL_INDEX = "model_index.json";
  private static final String VAE_CONFIG = "config.json";
  private static final int MAX_TOLD = 1000;

  private final Path directory;

  public BaseModels(Path directory) {
    this.directory = directory;
  }

  /** The directory of a model. */
  public Path resolve(BaseModel model) throws AttemptFailedException {
    Path found = directory.resolve(model.name()).normalize();
    if (!isBelow(found) || !isModel(found)) {
      throw missing("base model", model, found + " has no " + MODEL_INDEX);
    }
    return found;
  }

  /** The directory of a VAE that takes the place of a model's own. */
  public Path resolveVae(BaseModel vae) throws AttemptFailedException {
    Path found = directory.resolve(vae.name()).normalize();
    boolean there =
        Files.isRegularFile(found.resolve(VAE_CONFIG))
            || Files.isRegularFile(found.resolve("vae").resolve(VAE_CONFIG));
    if (!isBelow(found) || !there) {
      throw missing("VAE", vae, found + " has no " + VAE_CONFIG + ", nor has its folder vae");
    }
    return found;
  }

  private boolean isBelow(Path found) {
    return found.startsWith(directory.normalize());
  }

  private static AttemptFailedException missing(String what, BaseModel name, String why) {
    return new AttemptFailedException(
        FailureClass.NODE_MISCONFIGURED,
        "The "
            + what
            + " '"
            + name
            + "' is not on this node: "
            + why
            + "; put it there or set the node's models directory.");
  }

  /** Those that are here, by name. */
  public List<BaseModel> cached() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> oneOrTwoDeep = Files.find(directory, 2, (path, kind) -> isModel(path))) {
      return oneOrTwoDeep
          .flatMap(path -> name(path).stream())
          .sorted()
          .limit(MAX_TOLD)
          .map(BaseModel::new)
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }

  private Optional<String> name(Path model) {
    String name = directory.relativize(model).toString();
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(new BaseModel(name).name());
    } catch (InvalidFieldException cannotBeAskedFor) {
      return Optional.empty();
    }
  }

  private static boolean isModel(Path path) {
    return Files.isRegularFile(path.resolve(MODEL_INDEX));
  }
}
