package io.baton.sdxl.command;

import io.baton.sdxl.command.train.UnsupportedOption;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code sdxl-lora}. */
@Command(
    name = "sdxl-lora",
    description = "DreamBooth LoRA training for SDXL.",
    mixinStandardHelpOptions = true,
    versionProvider = SdxlLora.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HelpCommand.class)
public final class SdxlLora implements Runnable {

  @Spec private CommandSpec command;

  private SdxlLora() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    // Standard output belongs to the progress lines, whatever libraries print.
    System.setOut(System.err);
    int exitCode = execute(out, System.err, arguments);
    out.flush();
    System.err.flush();
    // Past libtorch's exit handlers, which are not safe while its threads live.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Runs one command and gives the exit code of the process. */
  static int execute(PrintStream out, PrintStream err, String... arguments) {
    CommandLine train = new CommandLine(new TrainCommand(out, err));
    UnsupportedOption.addTo(train.getCommandSpec());
    List<String> all = List.of(arguments);
    Optional<ConfigurationFile> configuration = Optional.empty();
    if (!all.isEmpty() && all.get(0).equals("train")) {
      try {
        configuration = ConfigurationFile.in(all, train.getCommandSpec());
      } catch (TrainingFailure failure) {
        return refuse(failure.code(), failure.getMessage(), all, out, err);
      }
    }
    CommandLine commandLine = commands(train, out, err);
    List<String> typed =
        all.stream()
            .findFirst()
            .map(commandLine.getSubcommands()::get)
            .map(chosen -> RepeatedOptions.dropped(all, chosen.getCommandSpec()))
            .orElse(all);
    ParameterSource source = new ParameterSource(typed, configuration);
    return commandLine
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(
            (problem, args) ->
                refuse(
                    FailureCode.USAGE,
                    source.of(problem) + sentence(problem),
                    List.of(args),
                    out,
                    err))
        .setExecutionExceptionHandler((problem, line, parsed) -> fail(problem, err))
        .execute(source.arguments().toArray(String[]::new));
  }

  private static CommandLine commands(CommandLine train, PrintStream out, PrintStream err) {
    return new CommandLine(new SdxlLora())
        .addSubcommand(train)
        .addSubcommand(new InitModelCommand())
        .addSubcommand(new SampleCommand(out, err))
        .addSubcommand(new ConvertCommand())
        .addSubcommand(new InspectCommand())
        .addSubcommand(new VerifyCommand());
  }

  /** Which arguments were typed and which come from a file. */
  private record ParameterSource(List<String> typed, Optional<ConfigurationFile> configuration) {

    List<String> arguments() {
      return configuration.map(file -> file.addedTo(typed)).orElse(typed);
    }

    /** The file that a problem lies in, as the start of a sentence. */
    String of(ParameterException problem) {
      return configuration
          .filter(
              file ->
                  problem.getArgSpec() instanceof OptionSpec option
                      && file.arguments().containsKey(option.longestName())
                      && typed.stream().noneMatch(each -> each.startsWith(option.longestName())))
          .map(file -> file.path() + ": ")
          .orElse("");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(),
        "A command is missing: use one of %s."
            .formatted(String.join(", ", command.subcommands().keySet())));
  }

  private static int refuse(
      FailureCode code, String message, List<String> arguments, PrintStream out, PrintStream err) {
    ProgressStyle.of(arguments).to(out, err).on(new Failed(code, message));
    return code.exitCode();
  }

  private static String sentence(ParameterException problem) {
    String message = problem.getMessage().strip();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      String hint =
          suggestions.isEmpty()
              ? "see %s --help".formatted(problem.getCommandLine().getCommandSpec().qualifiedName())
              : "did you mean %s?".formatted(String.join(" or ", suggestions));
      message = message + "; " + hint;
    }
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }

  /** The version of the jar; a build's own classes have none. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SdxlLora.class.getPackage().getImplementationVersion();
      return new String[] {"sdxl-lora " + (version == null ? "(not packaged)" : version)};
    }
  }

  private static int fail(Exception problem, PrintStream err) {
    TrainingFailure failure = FailureDescription.of(problem);
    if (failure.code() == FailureCode.INTERNAL) {
      problem.printStackTrace(err);
    }
    err.println("sdxl-lora: " + failure.getMessage());
    return failure.code().exitCode();
  }
}
