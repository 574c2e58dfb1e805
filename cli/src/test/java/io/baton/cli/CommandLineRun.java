package io.baton.cli;

import io.baton.cli.terminal.Console;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line inside this JVM, with what it wrote. */
public record CommandLineRun(int exitCode, String out, String err) {
  public static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, 100, false);
    int exitCode = Baton.commandLine(console).execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
