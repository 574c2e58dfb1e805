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

  /** Fetches every object, one at a time, and checks its size and SHA-256. */
  public Manifest verify(Candidate candidate) {
    Manifest manifest = manifest(candidate);
    Path scratch = scratch();
    try {
      for (ManifestFile file : manifest.files()) {
        CheckpointVerification.fetch(transfers, file, scratch, deadline.get());
      }
    } finally {
      delete(scratch);
    }
    return manifest;
  }

  private static Path scratch() {
    try {
      return Files.createTempFile("checkpoint-verify", null);
    } catch (IOException e) {
      throw SyncException.local(
          "making a file in", Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  private static void delete(Path scratch) {
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      throw SyncException.local("deleting", scratch, e);
    }
  }
}
