package io.baton.cli;

import picocli.CommandLine.Option;

/** Whether a command answers for programs. */
public final class JsonOption {
  @Option(
      names = "--json",
      description = "Print JSON to standard output; errors stay sentences on standard error.")
  private boolean json;

  public boolean wanted() {
    return json;
  }
}
