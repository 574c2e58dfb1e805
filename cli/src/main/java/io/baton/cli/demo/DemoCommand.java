package io.baton.cli.demo;

import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.DataDirectory;
import io.baton.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baton demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Loses a node in a training run; shows what was lost.",
      "",
      "Trains a LoRA on a platform of its own, kills the node that trains it with SIGKILL,"
          + " lets another node finish it, trains it again undisturbed, and compares the two.",
      "",
      "Succeeds only if the job went on from its last committed checkpoint, both runs gave the"
          + " same bytes, no failure was counted, and every webhook came, signed and in order."
    })
public final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--kill-at",
      paramLabel = "STEP",
      defaultValue = "25",
      description =
          "Kill the node that holds the job once it has done that step, between two checkpoints;"
              + " can be given several times. Default: ${DEFAULT-VALUE}.")
  private List<Integer> killAt;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Train on these. Default: the photographs that come with Baton.")
  private Path images;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "60",
      description = "Optimizer steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps between checkpoints. Default: ${DEFAULT-VALUE}.")
  private int checkpointEvery;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep everything in this new or empty directory: database, storage, logs, LoRAs. Default:"
              + " only LoRAs and logs are kept, in a temporary directory.")
  private Path keep;

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    DemoPlan plan = plan();
    Checkout checkout = Checkout.ofThisProcess();
    DataDirectory directory = new DataDirectory(directory());
    Demo demo =
        new Demo(
            output.quiet() ? console.errorsOnly() : console,
            output.json(),
            plan,
            checkout,
            images == null ? checkout.samples() : images,
            directory,
            keep == null);
    return demo.run() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private DemoPlan plan() {
    try {
      return new DemoPlan(steps, checkpointEvery, killAt);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path directory() throws IOException {
    if (keep == null) {
      return Files.createTempDirectory("baton-demo-");
    }
    Files.createDirectories(keep);
    try (Stream<Path> entries = Files.list(keep)) {
      if (entries.findAny().isPresent()) {
        throw new CommandFailedException(
            "The directory " + keep + " is not empty: --keep needs a new or empty one.");
      }
    }
    return keep;
  }
}
