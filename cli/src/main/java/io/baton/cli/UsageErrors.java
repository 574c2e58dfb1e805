package io.baton.cli;

import io.baton.cli.terminal.Console;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in one sentence, and where its help is. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Console console;

  UsageErrors(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    console.error(sentence(problem));
    console.errorDetail(
        "Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** An unknown option is the better explanation of one that is missing. */
  private static String sentence(ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    UnmatchedArgumentException unmatched =
        problem instanceof UnmatchedArgumentException itself
            ? itself
            : new UnmatchedArgumentException(command, command.getUnmatchedArguments());
    if (unmatched.getUnmatched().isEmpty()) {
      return withKnownName(problem);
    }
    String unknown = "Unknown here: '" + String.join("', '", unmatched.getUnmatched()) + "'";
    return NearestName.to(unmatched.getUnmatched().get(0), names(unmatched.getCommandLine()))
        .map(name -> unknown + "; did you mean " + name + "?")
        .orElse(unknown + ".");
  }

  private static List<String> names(CommandLine command) {
    return Stream.concat(
            command.getSubcommands().keySet().stream(),
            command.getCommandSpec().optionsMap().keySet().stream())
        .toList();
  }

  /** picocli calls an option by its longest name; people know the first. */
  private static String withKnownName(ParameterException problem) {
    if (problem.getArgSpec() == null) {
      return problem.getMessage();
    }
    String name =
        problem.getArgSpec() instanceof OptionSpec option
            ? option.names()[0]
            : problem.getArgSpec().paramLabel();
    String longest =
        problem.getArgSpec() instanceof OptionSpec option ? option.longestName() : name;
    return InvalidValue.of(problem.getMessage())
        .map(value -> name + " " + value + ".")
        .orElseGet(() -> problem.getMessage().replace(longest, name));
  }
}
