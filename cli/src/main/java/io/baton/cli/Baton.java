package io.baton.cli;

import io.baton.cli.terminal.Console;
import java.util.List;
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
    int exitCode = run(Surroundings.system(), arguments);
    QuickExit.prepare();
    System.exit(exitCode);
  }

  /** Runs a command line; returns its exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    String[] asked = arguments.length == 0 ? new String[] {"--help"} : arguments;
    return commandLine(surroundings, asked).execute(asked);
  }

  /**
   * With the one command that the arguments name, none for the version, else with every command.
   */
  private static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    if (arguments.length == 1 && List.of("--version", "-V").contains(arguments[0])) {
      return commandLine(surroundings, new Commands[0]);
    }
    Optional<Commands> named = Commands.named(arguments[0]).filter(Commands::standsAlone);
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
