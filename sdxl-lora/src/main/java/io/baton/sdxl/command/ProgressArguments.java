package io.baton.sdxl.command;

import picocli.CommandLine.Option;

/** How a run is watched. */
final class ProgressArguments {

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      description =
          "json (JSON lines on standard output), bar or none (default: bar on a terminal, else"
              + " none).")
  ProgressStyle progress;

  @Option(
      names = "--exit-with-parent",
      description = "End at once when the process that started this one ends.")
  boolean exitWithParent;

  ProgressStyle style() {
    return progress == null ? ProgressStyle.onThisTerminal() : progress;
  }
}
