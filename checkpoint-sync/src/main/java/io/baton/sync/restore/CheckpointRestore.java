package io.baton.sync.restore;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.CompletenessRule;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.local.WrittenCheckpoints;
import io.baton.sync.manifest.Manifest;
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
 * answer, or refuses, damages nothing and ends the restore with its error. What was fetched until
 * then stays, and the next restore goes on with it.
 */
public final class CheckpointRestore {
  private final Transfers transfers;
  private final RestoreDirectory directory;
  private final WrittenCheckpoints written;
  private final Path output;

  /** For a trainer that renames its checkpoints into place. */
  public CheckpointRestore(Transfers transfers, Path output) {
    this(transfers, output, CompletenessRule.renamed());
  }

  /**
   * @param output the trainer's output directory, made when it is missing; nobody may be writing
   *     there
   * @param completeness local checkpoints that are not complete by it were broken off: they are set
   *     aside, so that no trainer takes them for one
   */
  public CheckpointRestore(Transfers transfers, Path output, CompletenessRule completeness) {
    this.transfers = transfers;
    this.output = output.toAbsolutePath().normalize();
    directory = new RestoreDirectory(this.output);
    written = new WrittenCheckpoints(this.output, completeness);
  }

  /** Whether a path in an output directory is what the next restore may go on with. */
  public static boolean isUnfinished(Path path) {
    return RestoreDirectory.isGathering(path);
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
    List<Path> setAside = new ArrayList<>();
    written.brokenOff().forEach(checkpoint -> setAside.add(directory.setAside(checkpoint)));
    RestoreOutcome outcome = restore(newestFirst, setAside, deadline);
    directory.tidy();
    return outcome;
  }

  private RestoreOutcome restore(
      List<Candidate> newestFirst, List<Path> setAside, Supplier<Deadline> deadline) {
    // -1: older than all that can be stored.
    int local = directory.newestLocal().map(LocalCheckpoint::step).orElse(-1);
    List<Rejection> rejected = new ArrayList<>();
    for (Candidate candidate : newestFirst) {
      if (local > candidate.step()) {
        return new RestoreOutcome.KeptLocal(local, rejected, setAside);
      }
      try {
        return restore(candidate, rejected, setAside, deadline);
      } catch (SyncException e) {
        if (!e.error().damagesCheckpoint()) {
          throw e;
        }
        rejected.add(new Rejection(candidate, e));
      }
    }
    if (rejected.isEmpty()) {
      return local < 0
          ? new RestoreOutcome.NothingStored(setAside)
          : new RestoreOutcome.KeptLocal(local, rejected, setAside);
    }
    if (local == rejected.get(rejected.size() - 1).candidate().step()) {
      return new RestoreOutcome.KeptLocal(local, rejected, setAside);
    }
    directory.tidy();
    throw nothingVerifies(rejected);
  }

  private RestoreOutcome.Restored restore(
      Candidate candidate,
      List<Rejection> rejected,
      List<Path> setAside,
      Supplier<Deadline> deadline) {
    Manifest manifest = CheckpointVerification.manifest(transfers, candidate, deadline.get());
    LocalCheckpoint local =
        new LocalCheckpoint(manifest.step(), output.resolve(LocalCheckpoint.name(manifest.step())));
    if (local.exists() && CheckpointVerification.matches(manifest, local)) {
      return new RestoreOutcome.Restored(manifest, local.directory(), 0, rejected, setAside);
    }
    Path gathering = directory.gather(manifest);
    long fetchedBytes = gather(manifest, gathering, deadline);
    directory.removeOthers(gathering, manifest);
    List<Path> aside = new ArrayList<>(setAside);
    directory.putInPlace(gathering, manifest.step()).ifPresent(aside::add);
    return new RestoreOutcome.Restored(manifest, local.directory(), fetchedBytes, rejected, aside);
  }

  private long gather(Manifest manifest, Path gathering, Supplier<Deadline> deadline) {
    VerifiedFetch fetch = new VerifiedFetch(transfers, deadline);
    try {
      return manifest.files().stream()
          .mapToLong(
              file -> fetch.fetch(file, RestoreDirectory.place(gathering, file.path()), gathering))
          .sum();
    } catch (SyncException e) {
      if (e.error().damagesCheckpoint()) {
        RestoreDirectory.delete(gathering);
      }
      throw e;
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
