package io.baton.sync.cli;

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

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows the stored checkpoints, newest first, by their manifests.")
final class ListCommand implements Callable<Integer>, JsonCommand {
  @Mixin CommonOptions common = new CommonOptions();

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
        retry.call(common.deadline(), () -> StoredCheckpoints.newestFirst(store, Optional.empty()));
    StoredCheckpointVerifier verifier =
        new StoredCheckpointVerifier(Transfers.standard(store, retry), common::deadline);
    for (Candidate candidate : candidates) {
      show(output, verifier, candidate);
    }
    if (candidates.isEmpty() && !common.json) {
      output.say("No checkpoint is stored at " + store + ".", Output.fields());
    }
    return ExitCode.OK;
  }

  private static void show(Output output, StoredCheckpointVerifier verifier, Candidate candidate) {
    Manifest manifest;
    try {
      manifest = verifier.manifest(candidate);
    } catch (SyncException e) {
      if (!e.error().damagesCheckpoint()) {
        throw e;
      }
      CommonOptions.rejected(output, new Rejection(candidate, e));
      return;
    }
    output.say(
        "checkpoint-%-8d %10s  %4d files  %s"
            .formatted(
                manifest.step(),
                Sizes.text(manifest.bytes()),
                manifest.files().size(),
                candidate.manifestKey()),
        Output.fields(
            "event",
            "checkpoint",
            "step",
            manifest.step(),
            "bytes",
            manifest.bytes(),
            "files",
            manifest.files().size(),
            "manifest",
            candidate.manifestKey().value()));
  }
}
