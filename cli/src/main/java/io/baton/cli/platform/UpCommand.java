package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.connection.ProfileFile;
import io.baton.cli.terminal.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs the platform on this machine; its data stays.")
public final class UpCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: BATON_HOME, else .baton at home.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Of the API, on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--nodes",
      paramLabel = "MIN:MAX",
      defaultValue = "1:2",
      converter = NodeRange.Converter.class,
      description = "How many training nodes run. Default: ${DEFAULT-VALUE}.")
  private NodeRange nodes;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long a node that is not needed stays. Default: ${DEFAULT-VALUE}.")
  private int idleSeconds;

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long a silent node keeps its job before another may take it. Default:"
              + " ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Mixin private OutputOptions output;

  public UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DataDirectory directory = data == null ? DataDirectory.byDefault() : new DataDirectory(data);
    PlatformSettings settings =
        new PlatformSettings(
            directory,
            port,
            nodes.min(),
            nodes.max(),
            Duration.ofSeconds(idleSeconds),
            Duration.ofSeconds(leaseSeconds),
            Duration.ofSeconds(Math.max(1, leaseSeconds / 6)),
            Duration.ofSeconds(30),
            true);
    LocalPlatform platform =
        new LocalPlatform(
            settings,
            Checkout.ofThisProcess(),
            new StartLines(output.forPeople() ? console : Console.silent()));
    Stopping.onExit(console, platform);
    try (platform) {
      if (output.forPeople()) {
        console.line("Starting Baton on " + directory.path());
      }
      platform.start();
      tell(platform, directory);
      watchOver(platform);
    }
    return ExitCode.OK;
  }

  private void tell(LocalPlatform platform, DataDirectory directory) {
    output.give(
        console, platform.state(), () -> List.of(platform.api()), () -> print(platform, directory));
  }

  private void print(LocalPlatform platform, DataDirectory directory) {
    console.emptyLine();
    console.line("@|bold,green Baton runs at " + platform.api() + "|@");
    console.line("  nodes     %d to %d".formatted(nodes.min(), nodes.max()));
    console.line("  data      " + directory.path());
    console.line("  API key   in " + directory.operatorKey().path());
    console.line("  logs      " + directory.logs() + " and " + directory.pool().resolve("logs"));
    console.emptyLine();
    String home =
        directory.equals(DataDirectory.byDefault()) ? "" : "BATON_HOME=" + directory.path() + " ";
    console.line("Train a LoRA from another terminal:");
    // A login is stronger than a platform that happens to run here.
    boolean loggedIn = ProfileFile.in(DataDirectory.byDefault()).read().current().isPresent();
    console.line(
        "  %s./baton submit samples/chelsea --prompt \"a photo of sks cat\" --wait%s"
            .formatted(home, loggedIn ? " --profile local" : ""));
    console.line("Ctrl-C stops everything; running jobs go on at the next 'baton up'.");
  }

  /** A service that died is started again; Ctrl-C ends the process, and with it this. */
  private void watchOver(LocalPlatform platform) {
    while (!console.isStopping()) {
      for (String restarted : platform.restartDead()) {
        console.line(
            "@|yellow %s had ended by itself and was started again.|@".formatted(restarted));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailedException("Interrupted.", e);
      }
    }
  }
}
