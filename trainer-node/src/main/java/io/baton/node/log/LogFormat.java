package io.baton.node.log;

import java.util.Optional;
import java.util.logging.Formatter;

/** What a line of the log looks like. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line, for collectors. */
  JSON;

  Formatter formatter(CurrentAttempt current, Optional<Integer> gpu) {
    return switch (this) {
      case TEXT -> new LineFormat(current, gpu);
      case JSON -> new JsonLineFormat(current, gpu);
    };
  }
}
