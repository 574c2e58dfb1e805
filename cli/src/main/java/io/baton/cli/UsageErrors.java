package io.baton.cli;

import io.baton.cli.terminal.Console;
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
    return unmatched.getSuggestions().isEmpty()
        ? unknown
        : unknown + "; did you mean " + unmatched.getSuggestions().get(0) + "?";
  }

  /** picocli calls an option by its longest name; people know the first. */
  private static String withKnownName(ParameterException problem) {
    return problem.getArgSpec() instanceof OptionSpec option
        ? problem.getMessage().replace(option.longestName(), option.names()[0])
        : problem.getMessage();
  }
}
