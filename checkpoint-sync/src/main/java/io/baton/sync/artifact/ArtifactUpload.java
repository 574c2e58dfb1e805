package io.baton.sync.artifact;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.RelativePath;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stores finished files below {@code PREFIX/artifact/} and then {@code
 * PREFIX/artifact/manifest.json}, in the form of a checkpoint's manifest.
 */
public final class ArtifactUpload {
  private static final String DIRECTORY = "artifact";

  private final Transfers transfers;
  private final ObjectKey prefix;

  /**
   * Into one run's place.
   *
   * @param prefix the run's own
   */
  public ArtifactUpload(Transfers transfers, ObjectKey prefix) {
    this.transfers = transfers;
    this.prefix = prefix.resolve(DIRECTORY);
  }

  /**
   * Stores files.
   *
   * @param files relative to the directory, at least one
   * @param step the run's last, for the manifest
   */
  public Manifest upload(Path directory, List<Path> files, int step, Supplier<Deadline> deadline) {
    List<ManifestFile> stored = new ArrayList<>();
    for (Path each : files) {
      Path file = directory.resolve(each);
      RelativePath path = path(each);
      ObjectKey key = prefix.resolve("files/" + path);
      long size = size(file);
      Sha256 sha256 = Sha256.of(file);
      transfers.send(key, file, deadline);
      stored.add(new ManifestFile(path, size, sha256, key));
    }
    Manifest manifest = new Manifest(step, stored);
    transfers.send(prefix.resolve("manifest.json"), ManifestJson.write(manifest), deadline);
    return manifest;
  }

  private static RelativePath path(Path file) {
    try {
      return new RelativePath(file.toString());
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.CHECKPOINT_UNREADABLE,
          "The finished file " + file + " cannot be stored: " + e.getMessage() + ".",
          e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }
}
