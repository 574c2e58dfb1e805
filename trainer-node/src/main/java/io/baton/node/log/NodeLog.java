package io.baton.node.log;

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

  public static NodeLog onStandardError(LogSettings settings) {
    NodeLog log = new NodeLog();
    LogManager.getLogManager().reset();
    Handler handler = new ConsoleHandler();
    handler.setLevel(java.util.logging.Level.ALL);
    handler.setFormatter(settings.format().formatter(log.current));
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
