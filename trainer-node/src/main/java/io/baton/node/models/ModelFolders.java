package io.baton.node.models;

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

/** Models that lie on this machine, in directories in the form of the Hugging Face hub. */
final class ModelFolders {
  private static final String MODEL_INDEX = "model_index.json";
  private static final String VAE_CONFIG = "config.json";

  private final Path directory;

  /** Those below the models directory. */
  ModelFolders(Path directory) {
    this.directory = directory;
  }

  /**
   * A directory that holds what was asked for.
   *
   * @throws AttemptFailedException if it does not
   */
  Path require(ModelRequest request, Path folder) throws AttemptFailedException {
    Optional<String> lacking =
        switch (request.role()) {
          case BASE -> isModel(folder) ? Optional.empty() : Optional.of("no " + MODEL_INDEX);
          case VAE ->
              isAutoencoder(folder)
                  ? Optional.empty()
                  : Optional.of("no " + VAE_CONFIG + ", nor has its folder vae");
        };
    if (lacking.isPresent()) {
      throw new AttemptFailedException(
          FailureClass.NODE_MISCONFIGURED,
          "The "
              + request.role()
              + " '"
              + request.model()
              + "' is not on this node: "
              + folder
              + " has "
              + lacking.get()
              + "; put it there, set the node's models directory, or name a source with"
              + " --model-source.");
    }
    return folder;
  }

  boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve(MODEL_INDEX));
  }

  private static boolean isAutoencoder(Path folder) {
    return Files.isRegularFile(folder.resolve(VAE_CONFIG))
        || Files.isRegularFile(folder.resolve("vae").resolve(VAE_CONFIG));
  }

  /** Base models, by name. */
  List<BaseModel> names() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> oneOrTwoDeep = Files.find(directory, 2, (path, kind) -> isModel(path))) {
      return oneOrTwoDeep.flatMap(path -> name(path).stream()).toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }

  private Optional<BaseModel> name(Path model) {
    String name = directory.relativize(model).toString();
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(new BaseModel(name));
    } catch (InvalidFieldException cannotBeAskedFor) {
      return Optional.empty();
    }
  }
}
