package io.baton.node.log;

import java.util.Objects;

/**
 * The agent's log.
 *
 * @param level how much to tell
 * @param format what a line looks like
 */
public record LogSettings(LogLevel level, LogFormat format) {
  public LogSettings {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(format, "format");
  }
}
