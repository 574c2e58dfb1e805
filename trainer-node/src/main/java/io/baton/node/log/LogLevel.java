package io.baton.node.log;

import java.util.logging.Level;

/** How much the agent tells. */
public enum LogLevel {
  /** Also every line of the trainer and every request that was tried again. */
  DEBUG(Level.FINE),
  INFO(Level.INFO),
  WARNING(Level.WARNING),
  ERROR(Level.SEVERE);

  private final Level javaLevel;

  LogLevel(Level javaLevel) {
    this.javaLevel = javaLevel;
  }

  Level javaLevel() {
    return javaLevel;
  }
}
