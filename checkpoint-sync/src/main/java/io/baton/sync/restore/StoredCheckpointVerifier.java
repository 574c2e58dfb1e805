package io.baton.sync.restore;

import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.retry.Deadline;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Checks stored checkpoints without restoring them. */
public final class StoredCheckpointVerifier {
  private final Transfers transfers;
  private final Supplier<Deadline> deadline;

  /**
   * @param deadline for each object, asked for when its turn comes
   */
  public StoredCheckpointVerifier(Transfers transfers, Supplier<Deadline> deadline) {
    this.transfers = transfers;
    this.deadline = deadline;
  }

  /** Reads the manifest, and only that. */
  public Manifest manifest(Candidate candidate) {
    return CheckpointVerification.manifest(transfers, candidate, deadline.get());
  }

  /** Fetches every object, one at a time, and checks what it makes. */
  public Manifest verify(Candidate candidate) {
    Manifest manifest = manifest(candidate);
    VerifiedFetch fetch = new VerifiedFetch(transfers, deadline);
    Path scratch = scratch();
    Path target = scratch.resolve("file");
    try {
      for (ManifestFile file : manifest.files()) {
        fetch.fetch(file, target, target);
        delete(target);
      }
    } finally {
      RestoreDirectory.delete(scratch);
    }
    return manifest;
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("checkpoint-verify");
    } catch (IOException e) {
      throw SyncException.local(
          "making a directory in", Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SyncException.local("deleting", file, e);
    }
  }
}
