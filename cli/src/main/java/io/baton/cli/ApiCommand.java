package io.baton.cli;

import io.baton.cli.connection.ApiOption;
import io.baton.cli.connection.Connection;
import io.baton.cli.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** A command that talks to the API. */
public abstract class ApiCommand implements Callable<Integer> {
  protected final Surroundings surroundings;
  protected final Console console;

  @Mixin private ApiOption api;
  @Mixin private OutputOptions output;

  protected ApiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = surroundings.console();
  }

  protected final Connection api() {
    return api.connection(surroundings);
  }

  protected final OutputOptions output() {
    return output;
  }

  /** Answers, and is done. */
  protected final int answer(Object value, Supplier<List<?>> essential, Runnable people) {
    output.give(console, value, essential, people);
    return ExitCode.OK;
  }
}
