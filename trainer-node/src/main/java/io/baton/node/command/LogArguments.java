package io.baton.node.command;

import io.baton.node.log.LogFormat;
import io.baton.node.log.LogLevel;
import io.baton.node.log.LogSettings;
import picocli.CommandLine.Option;

/** Options of the log. */
final class LogArguments {
  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:BATON_LOG_LEVEL:-info}",
      description = "${COMPLETION-CANDIDATES} (BATON_LOG_LEVEL). Default: info")
  private LogLevel level;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:BATON_LOG_FORMAT:-text}",
      description = "${COMPLETION-CANDIDATES} (BATON_LOG_FORMAT). Default: text")
  private LogFormat format;

  LogSettings settings() {
    return new LogSettings(level, format);
  }
}
