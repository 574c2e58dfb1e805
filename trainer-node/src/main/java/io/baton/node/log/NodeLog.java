package io.baton.node.log;

import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends the JDK's log to standard error in the agent's form. */
public final class NodeLog {
  /** Held here: the log manager keeps only weak references. */
  private static final Logger BATON = Logger.getLogger("io.baton");

  private final CurrentAttempt current = new CurrentAttempt();

  private NodeLog() {}

  /**
   * Begins.
   *
   * @param gpu where each GPU has an agent of its own: whose lines these are
   */
  public static NodeLog onStandardError(LogSettings settings, Optional<Integer> gpu) {
    NodeLog log = new NodeLog();
    LogManager.getLogManager().reset();
    Handler handler = new ConsoleHandler();
    handler.setLevel(java.util.logging.Level.ALL);
    handler.setFormatter(settings.format().formatter(log.current, gpu));
    Logger.getLogger("").addHandler(handler);
    Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    BATON.setLevel(settings.level().javaLevel());
    return log;
  }

  /** What every line is about; an agent has at most one job. */
  public CurrentAttempt current() {
    return current;
  }
}
