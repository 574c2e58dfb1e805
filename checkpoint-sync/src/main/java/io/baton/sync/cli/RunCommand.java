package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.artifact.ArtifactUpload;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.restore.RestoreOutcome;
import io.baton.sync.retention.RetainingListener;
import io.baton.sync.retention.RetentionPolicy;
import io.baton.sync.retention.StoreSweep;
import io.baton.sync.retention.SweepOccasion;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ListableStore;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointListener;
import io.baton.sync.upload.CheckpointSync;
import io.baton.sync.upload.CommittedCheckpoint;
import io.baton.sync.upload.Listeners;
import io.baton.sync.upload.LossSource;
import io.baton.sync.upload.ProgressFile;
import io.baton.sync.upload.SyncSettings;
import io.baton.sync.upload.UploadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sun.misc.Signal;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "checkpoint-sync run --dir DIR --store URI [OPTIONS] [-- COMMAND...]",
    description = {
      "",
      "Restores the newest checkpoint, runs a command, uploads checkpoints while it runs and what"
          + " is left at its end, and exits with the command's code.",
      "Without a command: uploads until SIGTERM or SIGINT. What it says goes to standard error.",
      ""
    },
    footer = {
      "",
      "A run that goes on wherever it is started again:",
      "  checkpoint-sync run --dir out --store s3://runs/my-cat --artifact '*.safetensors' -- \\",
      "    accelerate launch train_dreambooth_lora_sdxl.py --output_dir out \\",
      "    --checkpointing_steps 100 --resume_from_checkpoint latest ...",
      "",
      "Exit code: the command's (128 + n when signal n ended it). If it is 0 and not all could be",
      "stored: 65 data, 69 storage away, 74 disk, 77 access denied. 64 usage, 127 no such command."
    })
final class RunCommand implements Callable<Integer>, JsonCommand {
  private static final int COMMAND_NOT_FOUND = 127;
  private static final List<String> STOPPING = List.of("TERM", "INT");

  /** SIGUSR2 and SIGQUIT are Java's own. */
  private static final List<String> PASSED_ON = List.of("TERM", "INT", "HUP", "USR1");

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin ArtifactOptions artifact = new ArtifactOptions();
  @Mixin WebhookOptions webhook = new WebhookOptions();
  @Mixin CompletenessOptions completeness = new CompletenessOptions();
  @Mixin CompressionOptions compression = new CompressionOptions();
  @Mixin RetentionOptions retention = new RetentionOptions();

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "the trainer's output directory")
  Path directory = Path.of("");

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "skip-to-newest",
      converter = PolicyName.class,
      description =
          "when several checkpoints wait: finish-each, skip-to-newest or newest-at-once (default:"
              + " ${DEFAULT-VALUE})")
  UploadPolicy policy = UploadPolicy.SKIP_TO_NEWEST;

  @Option(
      names = "--loss-from",
      paramLabel = "FILE",
      description =
          "JSON lines with step and loss that the trainer appends to; a checkpoint's loss is the"
              + " mean of its last 100 steps")
  Optional<Path> lossFrom = Optional.empty();

  @Option(
      names = "--flush-timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "how long to upload after the command has ended (default: ${DEFAULT-VALUE})")
  int flushSeconds;

  @Parameters(paramLabel = "COMMAND", description = "after --: the trainer and its arguments")
  List<String> command = List.of();

  private final CheckpointKeys keys = RunName.keys(Clock.systemUTC(), RandomGenerator.getDefault());
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile Optional<WrappedCommand> running = Optional.empty();

  @Override
  public boolean json() {
    return common.json;
  }

  @Override
  public Integer call() {
    Output output = Output.progress(common.json);
    artifact.check();
    retention.check();
    completeness.rule();
    ListableStore store = common.store.open(System.getenv());
    Optional<RunEvents> events =
        webhook
            .start(System.getenv())
            .map(webhooks -> new RunEvents(webhooks, keys.prefix(), store, Clock.systemUTC()));
    RunEnd end;
    try {
      end = run(store, output, events);
    } catch (SyncException e) {
      tell(events, RunEnd.failed(ExitCode.OK, e), output);
      throw e;
    }
    tell(events, end, output);
    return end.exitCode();
  }

  private void tell(Optional<RunEvents> events, RunEnd end, Output output) {
    events.ifPresent(told -> told.ended(end));
    events.ifPresent(told -> told.finish(Deadline.after(webhook.timeout), output));
  }

  private RunEnd run(ListableStore store, Output output, Optional<RunEvents> events) {
    RetentionPolicy kept = retention.policy();
    SweepOccasion.EndOfRun end = new SweepOccasion.EndOfRun(keys, retention.orphanAge());
    RestoreOutcome outcome =
        RestoreCommand.restore(common, store, directory, completeness.rule(), output);
    RestoreReport.say(output, directory, outcome);
    RetainingListener retaining = retaining(store, kept, output);
    handleSignals(output);
    CheckpointListener listener =
        new Listeners(List.of(new RunListener(output, events), retaining));
    RunEnd ended;
    try (CheckpointSync sync =
        CheckpointSync.start(settings(), store, listener, outcome.manifest())) {
      int code = command.isEmpty() ? awaitSignal() : runCommand(output);
      ended = finish(sync, store, output, code);
    }
    if (ended.exitCode() == ExitCode.OK) {
      retaining.ended(end);
    }
    return ended;
  }

  private SyncSettings settings() {
    return SyncSettings.of(directory, keys)
        .policy(policy)
        .transfer(common.transfer.settings(directory))
        .completeness(completeness.rule())
        .compression(compression.compression(directory.resolve(".checkpoint-sync")))
        .losses(lossFrom.<LossSource>map(ProgressFile::new).orElse(LossSource.none()));
  }

  private RetainingListener retaining(ListableStore store, RetentionPolicy kept, Output output) {
    return new RetainingListener(
        new StoreSweep(
            store,
            common.retry(output),
            common::deadline,
            remark -> SweepReport.cannotList(output, remark)),
        kept,
        new SweepReport(output, false)::whole,
        failure ->
            output.say(
                "Old checkpoints are not deleted yet: " + failure.getMessage(),
                Output.errorFields(failure)));
  }

  private void handleSignals(Output output) {
    List<String> names = command.isEmpty() ? STOPPING : PASSED_ON;
    names.forEach(name -> Signal.handle(new Signal(name), signal -> handle(signal, output)));
  }

  private void handle(Signal signal, Output output) {
    if (running.filter(WrappedCommand::isAlive).isPresent()) {
      running.get().signal(signal);
    } else if (command.isEmpty() && stop.getCount() > 0) {
      stop.countDown();
    } else {
      output.say(
          "Stopped by a signal; what is not stored yet stays in " + directory + ".",
          Output.fields("event", "stopped", "signal", signal.getName()));
      Runtime.getRuntime().halt(128 + signal.getNumber());
    }
  }

  private int awaitSignal() {
    try {
      stop.await();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      throw SyncException.interrupted("waiting for a signal", e);
    }
  }

  private int runCommand(Output output) {
    try {
      WrappedCommand started = WrappedCommand.start(command);
      running = Optional.of(started);
      return started.await();
    } catch (IOException e) {
      output.say(
          "'" + command.get(0) + "' cannot be run: " + e.getMessage() + ".",
          Output.fields("event", "error", "code", "command-not-found", "message", e.getMessage()));
      return COMMAND_NOT_FOUND;
    }
  }

  private RunEnd finish(CheckpointSync sync, ListableStore store, Output output, int code) {
    Deadline deadline = Deadline.after(Duration.ofSeconds(flushSeconds));
    try {
      Optional<CommittedCheckpoint> last = sync.flush(deadline);
      if (code != ExitCode.OK) {
        return new RunEnd(code, Optional.empty(), Optional.empty());
      }
      ArtifactUpload upload =
          // Without a journal, which may go on with an upload below a checkpoint's key: what the
          // artifact names is not to go with that checkpoint.
          new ArtifactUpload(
              new Transfers(store, common.transfer.settings(), common.retry(output)),
              keys.prefix());
      int step = last.map(CommittedCheckpoint::step).orElse(0);
      return new RunEnd(
          code, artifact.store(upload, directory, step, () -> deadline, output), Optional.empty());
    } catch (SyncException e) {
      output.error(e);
      return RunEnd.failed(code, e);
    }
  }
}
