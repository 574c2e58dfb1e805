package io.baton.node.log;

import java.util.logging.Formatter;

/** What a line of the log looks like. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line, for collectors. */
  JSON;

  Formatter formatter(CurrentAttempt current) {
    return switch (this) {
      case TEXT -> new LineFormat(current);
      case JSON -> new JsonLineFormat(current);
    };
  }
}
