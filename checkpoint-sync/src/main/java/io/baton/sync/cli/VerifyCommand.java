package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.restore.Candidate;
import io.baton.sync.restore.Rejection;
import io.baton.sync.restore.StoredCheckpointVerifier;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ListableStore;
import io.baton.sync.transfer.Transfers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Fetches every object of the stored checkpoints and checks its size and SHA-256.")
final class VerifyCommand implements Callable<Integer>, JsonCommand {
  @Mixin CommonOptions common = new CommonOptions();

  @Option(names = "--step", paramLabel = "N", description = "only the checkpoints of this step")
  Optional<Integer> step = Optional.empty();

  @Override
  public boolean json() {
    return common.json;
  }

  @Override
  public Integer call() {
    Output output = Output.results(common.json);
    ListableStore store = common.store.open(System.getenv());
    Retry retry = common.retry(Output.progress(common.json));
    List<Candidate> candidates =
        retry
            .call(common.deadline(), () -> StoredCheckpoints.newestFirst(store, Optional.empty()))
            .stream()
            .filter(candidate -> step.isEmpty() || step.get() == candidate.step())
            .toList();
    if (candidates.isEmpty()) {
      throw new SyncException(
          SyncError.OBJECT_MISSING,
          step.map(number -> "No checkpoint of step " + number).orElse("No checkpoint")
              + " is stored at "
              + store
              + ".");
    }
    StoredCheckpointVerifier verifier =
        new StoredCheckpointVerifier(
            new Transfers(store, common.transfer.settings(), retry), common::deadline);
    long damaged =
        candidates.stream().filter(candidate -> !verifies(output, verifier, candidate)).count();
    return damaged == 0 ? ExitCode.OK : ExitCode.BAD_DATA;
  }

  private static boolean verifies(
      Output output, StoredCheckpointVerifier verifier, Candidate candidate) {
    try {
      Manifest manifest = verifier.verify(candidate);
      output.say(
          "Checkpoint %d verifies (%d files, %s)."
              .formatted(manifest.step(), manifest.files().size(), Sizes.text(manifest.bytes())),
          Output.fields(
              "event",
              "verified",
              "step",
              manifest.step(),
              "files",
              manifest.files().size(),
              "bytes",
              manifest.bytes(),
              "manifest",
              candidate.manifestKey().value()));
      return true;
    } catch (SyncException e) {
      if (!e.error().damagesCheckpoint()) {
        throw e;
      }
      CommonOptions.rejected(output, new Rejection(candidate, e));
      return false;
    }
  }
}
