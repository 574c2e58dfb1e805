package io.baton.cli;

import io.baton.cli.demo.DemoCommand;
import io.baton.cli.doctor.DoctorCommand;
import io.baton.cli.job.CancelCommand;
import io.baton.cli.job.DownloadCommand;
import io.baton.cli.job.ListCommand;
import io.baton.cli.job.ShowCommand;
import io.baton.cli.job.SubmitCommand;
import io.baton.cli.job.WatchCommand;
import io.baton.cli.platform.UpCommand;
import io.baton.cli.terminal.Console;
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
      "           baton demo      loses a node in the middle of a training run, and shows that"
          + " nothing was lost",
      "           baton up        runs the platform on this machine"
    })
public final class Baton {
  private Baton() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(Console.system()).execute(arguments));
  }

  /** The command line with every command, writing to that console. */
  public static CommandLine commandLine(Console console) {
    CommandLine root = new CommandLine(new Baton());
    root.addSubcommand(new DemoCommand(console));
    root.addSubcommand(new UpCommand(console));
    root.addSubcommand(new SubmitCommand(console));
    root.addSubcommand(new ListCommand(console));
    root.addSubcommand(new ShowCommand(console));
    root.addSubcommand(new WatchCommand(console));
    root.addSubcommand(new CancelCommand(console));
    root.addSubcommand(new DownloadCommand(console));
    root.addSubcommand(new DoctorCommand(console));
    root.setOut(console.out());
    root.setErr(console.err());
    root.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler(new UsageErrors(console));
    root.setExecutionExceptionHandler(new Failures(console));
    return root;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Baton.class.getPackage().getImplementationVersion();
      return new String[] {"baton " + (version == null ? "development build" : version)};
    }
  }
}
