package io.baton.sync.restore;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.retry.Deadline;
import io.baton.sync.transfer.Transfers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Fetches the newest checkpoint that verifies. A damaged one (an object missing, of another size or
 * SHA-256, a manifest that is none) is rejected and the one before it tried; storage that does not
 * answer, or refuses, damages nothing and ends the restore with its error.
 */
public final class CheckpointRestore {
  private final Transfers transfers;
  private final RestoreDirectory directory;
  private final Path output;

  /**
   * @param output the trainer's output directory, made when it is missing
   */
  public CheckpointRestore(Transfers transfers, Path output) {
    this.transfers = transfers;
    this.output = output.toAbsolutePath().normalize();
    directory = new RestoreDirectory(this.output);
  }

  /**
   * @param newestFirst every checkpoint that is committed; empty only if none ever was
   * @throws SyncException with {@code NOTHING_VERIFIES} when there are candidates, all are damaged,
   *     and nothing as new is on disk: training must not start at the beginning in silence
   */
  public RestoreOutcome restore(List<Candidate> newestFirst, Deadline deadline) {
    return restore(newestFirst, () -> deadline);
  }

  /**
   * The same with a deadline for each object, asked for when its turn comes: a large checkpoint may
   * take its time as long as it gets on.
   */
  public RestoreOutcome restore(List<Candidate> newestFirst, Supplier<Deadline> deadline) {
    directory.prepare();
    // -1: older than all that can be stored.
    int local = directory.newestLocal().map(LocalCheckpoint::step).orElse(-1);
    List<Rejection> rejected = new ArrayList<>();
    for (Candidate candidate : newestFirst) {
      if (local > candidate.step()) {
        return new RestoreOutcome.KeptLocal(local, rejected);
      }
      try {
        return restore(candidate, rejected, deadline);
      } catch (SyncException e) {
        if (!e.error().damagesCheckpoint()) {
          throw e;
        }
        rejected.add(new Rejection(candidate, e));
      }
    }
    if (rejected.isEmpty()) {
      return local < 0
          ? new RestoreOutcome.NothingStored()
          : new RestoreOutcome.KeptLocal(local, rejected);
    }
    if (local == rejected.get(rejected.size() - 1).candidate().step()) {
      return new RestoreOutcome.KeptLocal(local, rejected);
    }
    throw nothingVerifies(rejected);
  }

  private RestoreOutcome.Restored restore(
      Candidate candidate, List<Rejection> rejected, Supplier<Deadline> deadline) {
    Manifest manifest = CheckpointVerification.manifest(transfers, candidate, deadline.get());
    LocalCheckpoint local =
        new LocalCheckpoint(manifest.step(), output.resolve(LocalCheckpoint.name(manifest.step())));
    if (local.exists() && CheckpointVerification.matches(manifest, local)) {
      return new RestoreOutcome.Restored(manifest, local.directory(), 0, rejected, List.of());
    }
    Path gathering = directory.gather(manifest.step());
    try {
      for (ManifestFile file : manifest.files()) {
        Path target = RestoreDirectory.place(gathering, file.path());
        CheckpointVerification.fetch(transfers, file, target, deadline.get());
      }
      List<Path> setAside = directory.putInPlace(gathering, manifest.step()).stream().toList();
      return new RestoreOutcome.Restored(
          manifest, local.directory(), manifest.bytes(), rejected, setAside);
    } finally {
      RestoreDirectory.delete(gathering);
    }
  }

  private static SyncException nothingVerifies(List<Rejection> rejected) {
    String reasons =
        rejected.stream()
            .map(rejection -> rejection.reason().getMessage())
            .collect(Collectors.joining(" "));
    return new SyncException(
        SyncError.NOTHING_VERIFIES,
        (rejected.size() == 1
                ? "The only committed checkpoint does not verify: "
                : "None of the " + rejected.size() + " committed checkpoints verifies: ")
            + reasons,
        rejected.get(rejected.size() - 1).reason());
  }
}
