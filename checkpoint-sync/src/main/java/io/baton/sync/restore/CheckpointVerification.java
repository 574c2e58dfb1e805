package io.baton.sync.restore;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.local.LocalFile;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Deadline;
import io.baton.sync.transfer.Transfers;
import java.util.Iterator;
import java.util.List;

/** Compares what is there with what a manifest says. */
final class CheckpointVerification {
  private CheckpointVerification() {}

  /**
   * Fetches and checks a candidate's manifest.
   *
   * @throws SyncException with {@code MANIFEST_INVALID} also when it is not the one that was
   *     recorded, or not of the step that its name says
   */
  static Manifest manifest(Transfers transfers, Candidate candidate, Deadline deadline) {
    try {
      return manifestOnce(transfers, candidate, deadline);
    } catch (SyncException e) {
      if (e.error() != SyncError.MANIFEST_INVALID) {
        throw e;
      }
      // It may have been damaged on its way.
      return manifestOnce(transfers, candidate, deadline);
    }
  }

  private static Manifest manifestOnce(
      Transfers transfers, Candidate candidate, Deadline deadline) {
    byte[] json = transfers.fetch(candidate.manifestKey(), ManifestJson.MAX_BYTES, () -> deadline);
    if (candidate
        .manifestSha256()
        .filter(expected -> !expected.equals(Sha256.of(json)))
        .isPresent()) {
      throw new SyncException(
          SyncError.MANIFEST_INVALID,
          "The manifest " + candidate.manifestKey() + " is not the one that was recorded.");
    }
    Manifest manifest = ManifestJson.read(candidate.manifestKey(), json);
    if (manifest.step() != candidate.step()) {
      throw new SyncException(
          SyncError.MANIFEST_INVALID,
          "The manifest "
              + candidate.manifestKey()
              + " is of step "
              + manifest.step()
              + " instead of "
              + candidate.step()
              + ".");
    }
    return manifest;
  }

  /** Whether a local checkpoint holds exactly the manifest's files. */
  static boolean matches(Manifest manifest, LocalCheckpoint local) {
    List<LocalFile> files;
    try {
      files = local.files();
    } catch (SyncException e) {
      if (e.error() == SyncError.CHECKPOINT_UNREADABLE) {
        return false;
      }
      throw e;
    }
    if (files.size() != manifest.files().size()) {
      return false;
    }
    Iterator<LocalFile> actual = files.iterator();
    return manifest.files().stream().allMatch(expected -> same(expected, actual.next()));
  }

  private static boolean same(ManifestFile expected, LocalFile actual) {
    return actual.path().equals(expected.path())
        && actual.size() == expected.size()
        && Sha256.of(actual.file()).equals(expected.sha256());
  }
}
