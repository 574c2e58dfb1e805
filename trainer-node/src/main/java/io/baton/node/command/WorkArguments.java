package io.baton.node.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of how the node asks for work. */
final class WorkArguments {
  @Option(
      names = "--wait-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_WAIT_SECONDS:-20}",
      description =
          "How long the API may let a request for work wait, 0 to 30 (BATON_WAIT_SECONDS)."
              + " Default: 20")
  private long waitSeconds;

  @Option(
      names = "--poll-millis",
      paramLabel = "MS",
      defaultValue = "${env:BATON_POLL_MILLIS:-1000}",
      description =
          "Longest pause between two requests that bring no work and are not let wait"
              + " (BATON_POLL_MILLIS). Default: 1000")
  private long pollMillis;

  @Option(names = "--once", description = "End after one job.")
  private boolean once;

  Duration longestWait() {
    return Duration.ofSeconds(waitSeconds);
  }

  Duration pollInterval() {
    return Duration.ofMillis(pollMillis);
  }

  boolean once() {
    return once;
  }
}
