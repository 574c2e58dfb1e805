package io.baton.node.log;

import java.util.logging.Level;

/** How much the agent tells. */
public enum LogLevel {
  /** Also every line of the trainer and every request that was tried again. */
  DEBUG,
  INFO,
  WARNING,
  ERROR;

  Level javaLevel() {
    return switch (this) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }
}
