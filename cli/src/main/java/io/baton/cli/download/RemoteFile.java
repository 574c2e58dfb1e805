package io.baton.cli.download;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.checkpoint.CheckpointFiles.CheckpointFile;
import io.baton.protocol.job.sample.SampleImage;
import java.net.URI;
import java.nio.file.Path;

/**
 * A file in storage that is to come here.
 *
 * @param path below the directory for the download; it cannot lead out of it
 * @param size in bytes
 * @param sha256 of its content
 * @param url answers a GET for a while
 */
record RemoteFile(Path path, long size, String sha256, URI url) {
  RemoteFile {
    // The service names the files; none may lead elsewhere.
    boolean leadsOut = path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..");
    if (leadsOut || path.toString().isEmpty()) {
      throw new CommandFailedException(
          "The API names a file '" + path + "', which is no plain name; nothing was written.");
    }
  }

  static RemoteFile of(ArtifactFile file) {
    return new RemoteFile(Path.of(file.name()), file.size(), file.sha256(), file.url());
  }

  /** Of the sample images of a step: below a directory of their own. */
  static RemoteFile of(int step, SampleImage image) {
    return new RemoteFile(
        Path.of("step-" + step).resolve(image.name()), image.size(), image.sha256(), image.url());
  }

  /** Of a checkpoint: below a directory of its own. */
  static RemoteFile of(int step, CheckpointFile file) {
    return new RemoteFile(
        Path.of("checkpoint-" + step).resolve(file.path()), file.size(), file.sha256(), file.url());
  }
}
