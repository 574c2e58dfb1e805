package io.baton.cli;

import io.baton.cli.terminal.Console;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code baton}. */
@Command(
    name = "baton",
    description = "Fine-tunes SDXL DreamBooth LoRAs on GPUs that may vanish at any moment.",
    mixinStandardHelpOptions = true,
    versionProvider = Baton.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "New here?  baton doctor    says what this machine lacks",
      "           baton demo      loses a node in the middle of a training run",
      "           baton up        runs the platform on this machine",
      "           baton login     talks to a platform elsewhere",
      "",
      "baton COMMAND --help says more of each."
    })
public final class Baton {
  private Baton() {}

  public static void main(String[] arguments) {
    System.exit(run(Surroundings.system(), arguments));
  }

  /** Runs a command line; returns its exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    return commandLine(surroundings, arguments).execute(arguments);
  }

  /** With the one command that the arguments name; with every command where they name none. */
  private static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    Optional<Commands> named =
        Arrays.stream(arguments).findFirst().flatMap(Commands::named).filter(Commands::standsAlone);
    return named
        .map(command -> commandLine(surroundings, new Commands[] {command}))
        .orElseGet(() -> commandLine(surroundings));
  }

  /** With every command. */
  public static CommandLine commandLine(Surroundings surroundings) {
    return commandLine(surroundings, Commands.values());
  }

  private static CommandLine commandLine(Surroundings surroundings, Commands[] commands) {
    Console console = surroundings.console();
    CommandLine root = new CommandLine(new Baton());
    for (Commands command : commands) {
      root.addSubcommand(command.commandName(), command.make(surroundings));
    }
    ValueTypes.register(root);
    root.setOut(console.out());
    root.setErr(console.err());
    root.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()));
    root.setUsageHelpWidth(Math.max(60, Math.min(120, console.columns())));
    root.setUsageHelpLongOptionsMaxWidth(28);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler(new UsageErrors(console));
    root.setExecutionExceptionHandler(new Failures(console));
    return root;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"baton " + version()};
    }
  }

  /** Of this build. */
  public static String version() {
    String version = Baton.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }
}
