package io.baton.cli.download;

import io.baton.protocol.checkpoint.Artifact;
import java.nio.file.Path;
import java.util.List;

/** Brings a finished LoRA to this machine. */
public final class ArtifactDownload {
  /**
   * Downloads every file.
   *
   * @param directory made when missing; files of the same names in it are replaced
   */
  public List<Path> into(Path directory, Artifact artifact) {
    FileDownload download = new FileDownload();
    return artifact.files().stream()
        .map(RemoteFile::of)
        .map(
            file -> {
              download.fetch(file, directory, bytes -> {});
              return directory.resolve(file.path());
            })
        .toList();
  }
}
