package io.baton.cli;

import io.baton.cli.terminal.Console;
import io.baton.locals3.LocalS3Exception;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one sentence, the next step and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (console.isStopping()) {
      // Ctrl-C: whatever fails now fails because we stop.
      return ExitCode.FAILURE;
    }
    console.endLive();
    console.error(sentence(failure));
    // A single problem is the sentence itself.
    if (failure instanceof RefusedException refusal && refusal.problem().errors().size() > 1) {
      refusal.problem().errors().stream().map(Failures::line).forEach(console::errorDetail);
    }
    if (failure instanceof ApiException refused) {
      NextStep.after(refused, firstWord(command)).ifPresent(console::errorDetail);
    }
    if (System.getenv("BATON_DEBUG") != null) {
      failure.printStackTrace(console.err());
    }
    return code(failure);
  }

  /** Of the command line, behind {@code baton}. */
  private static String firstWord(CommandLine command) {
    String[] words = command.getCommandSpec().qualifiedName().split(" ", 3);
    return words.length > 1 ? words[1] : "";
  }

  private static int code(Exception failure) {
    if (failure instanceof ApiException refused) {
      return ExitCode.of(refused);
    }
    if (failure instanceof CommandFailedException known) {
      return known.exitCode();
    }
    return failure instanceof InvalidFieldException ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  private static String line(Problem.FieldError error) {
    String item = error.item().map(number -> "job " + (number + 1) + ", ").orElse("");
    return item + error.field() + ": " + error.detail();
  }

  private static String sentenceEnd(String text) {
    return text.matches("(?s).*[.?!]") ? text : text + ".";
  }

  private static String sentence(Exception failure) {
    boolean meantForUsers =
        failure instanceof CommandFailedException
            || failure instanceof ApiException
            || failure instanceof LocalS3Exception
            || failure instanceof InvalidFieldException;
    return meantForUsers
        ? sentenceEnd(failure.getMessage())
        : "Baton met an error of its own ("
            + failure.getClass().getSimpleName()
            + ": "
            + failure.getMessage()
            + "); with BATON_DEBUG=1 it says where.";
  }
}
