package io.baton.sync.cli;

import io.baton.sync.SyncException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Entry point: parses, runs a subcommand, turns failures into one sentence and an exit code. */
@Command(
    name = "checkpoint-sync",
    mixinStandardHelpOptions = true,
    version = "checkpoint-sync 0.1.0",
    description = "Keeps a trainer's checkpoints in object storage and brings them back.",
    subcommands = {
      RunCommand.class,
      RestoreCommand.class,
      ListCommand.class,
      VerifyCommand.class,
      CollectCommand.class
    })
public final class CheckpointSyncCli {
  /** Kept, or the level would be forgotten with it. */
  private static final Logger S3_CLIENT = Logger.getLogger("io.minio");

  private CheckpointSyncCli() {}

  public static void main(String[] arguments) {
    // It warns on standard error of answers that are as good as any, such as those of Ceph.
    S3_CLIENT.setLevel(Level.OFF);
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    CommandLine commandLine = new CommandLine(new CheckpointSyncCli());
    commandLine
        .getSubcommands()
        .values()
        .forEach(
            each ->
                each.getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionSections()));
    return commandLine
        // A wrapped command's options are its own, also when -- is forgotten.
        .setStopAtPositional(true)
        .setParameterExceptionHandler(CheckpointSyncCli::usage)
        .setExecutionExceptionHandler(CheckpointSyncCli::failure)
        .execute(arguments);
  }

  private static int usage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    command
        .getErr()
        .println(
            "checkpoint-sync: "
                + failure.getMessage()
                + " (see '"
                + command.getCommandSpec().qualifiedName()
                + " --help')");
    return ExitCode.USAGE;
  }

  private static int failure(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (!(failure instanceof SyncException typed)) {
      command.getErr().println("checkpoint-sync: this is a mistake in checkpoint-sync:");
      failure.printStackTrace(command.getErr());
      return ExitCode.INTERNAL;
    }
    boolean json = command.getCommand() instanceof JsonCommand asked && asked.json();
    Output.progress(json).error(typed);
    return ExitCode.of(typed);
  }
}
