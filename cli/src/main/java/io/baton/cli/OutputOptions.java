package io.baton.cli;

import io.baton.cli.terminal.Console;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** For whom a command answers: people, programs, or shell scripts. */
public final class OutputOptions {
  @ArgGroup(exclusive = true)
  private Form form;

  /** At most one of them. */
  static final class Form {
    @Option(
        names = "--json",
        order = 1003,
        description = "Print JSON to standard output; errors stay sentences on standard error.")
    private boolean json;

    @Option(
        names = {"-q", "--quiet"},
        order = 1004,
        description = "Print the essential only: names, one a line, or nothing.")
    private boolean quiet;
  }

  public boolean json() {
    return form != null && form.json;
  }

  public boolean quiet() {
    return form != null && form.quiet;
  }

  /** Whether people read it. */
  public boolean forPeople() {
    return !json() && !quiet();
  }

  /**
   * Answers in the form that was asked for.
   *
   * @param value what {@code --json} prints
   * @param essential what {@code --quiet} prints, a line each
   * @param people writes for people
   */
  public void give(Console console, Object value, Supplier<List<?>> essential, Runnable people) {
    if (json()) {
      console.json(value);
    } else if (quiet()) {
      essential.get().forEach(line -> console.plain(line.toString()));
    } else {
      people.run();
    }
  }
}
