package io.baton.sync.cli;

import io.baton.sync.local.CompletenessRule;
import io.baton.sync.restore.Candidate;
import io.baton.sync.restore.CheckpointRestore;
import io.baton.sync.restore.RestoreOutcome;
import io.baton.sync.restore.StoredCheckpoints;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ListableStore;
import io.baton.sync.transfer.Transfers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Fetches the newest checkpoint that verifies.")
final class RestoreCommand implements Callable<Integer>, JsonCommand {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin CompletenessOptions completeness = new CompletenessOptions();

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "the trainer's output directory")
  Path directory = Path.of("");

  @Override
  public boolean json() {
    return common.json;
  }

  @Override
  public Integer call() {
    Output errors = Output.progress(common.json);
    ListableStore store = common.store.open(System.getenv());
    RestoreReport.say(
        Output.results(common.json),
        directory,
        restore(common, store, directory, completeness.rule(), errors));
    return ExitCode.OK;
  }

  static RestoreOutcome restore(
      CommonOptions common,
      ListableStore store,
      Path directory,
      CompletenessRule completeness,
      Output progress) {
    Retry retry = common.retry(progress);
    List<Candidate> candidates =
        retry.call(common.deadline(), () -> StoredCheckpoints.newestFirst(store, Optional.empty()));
    return new CheckpointRestore(
            new Transfers(store, common.transfer.settings(directory), retry),
            directory,
            completeness)
        .restore(candidates, common::deadline);
  }
}
