package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.artifact.ArtifactFiles;
import io.baton.sync.artifact.ArtifactUpload;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.retry.Deadline;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What a run leaves for its user. */
final class ArtifactOptions {
  @Option(
      names = "--artifact",
      paramLabel = "GLOB",
      description =
          "files of DIR to store when the command has ended well, such as '*.safetensors'; may be"
              + " given several times")
  List<String> patterns = List.of();

  /** Refuses what is no pattern before anything is started. */
  void check() {
    ArtifactFiles.of(patterns);
  }

  /** Stores the files; nothing where none are asked for. */
  Optional<Manifest> store(
      ArtifactUpload upload, Path directory, int step, Supplier<Deadline> deadline, Output output) {
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    List<Path> files = ArtifactFiles.of(patterns).in(directory);
    if (files.isEmpty()) {
      throw new SyncException(
          SyncError.ARTIFACT_MISSING,
          "The command ended well, but "
              + directory
              + " has no file "
              + String.join(", ", patterns)
              + " (--artifact).");
    }
    Manifest manifest = upload.upload(directory, files, step, deadline);
    manifest
        .files()
        .forEach(
            file ->
                output.say(
                    "Stored "
                        + file.path()
                        + " ("
                        + Sizes.text(file.size())
                        + ") as "
                        + file.key()
                        + ".",
                    Output.fields(
                        "event",
                        "artifact",
                        "path",
                        file.path().value(),
                        "bytes",
                        file.size(),
                        "sha256",
                        file.sha256().hex(),
                        "key",
                        file.key().value())));
    return Optional.of(manifest);
  }
}
