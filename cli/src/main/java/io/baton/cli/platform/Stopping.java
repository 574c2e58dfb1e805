package io.baton.cli.platform;

import io.baton.cli.terminal.Console;

/** What happens on Ctrl-C, SIGTERM and SIGHUP. */
public final class Stopping {
  private Stopping() {}

  /** Closes it when this process is told to end. */
  public static void onExit(Console console, AutoCloseable running) {
    Thread hook =
        new Thread(
            () -> {
              console.stopping();
              try {
                running.close();
              } catch (Exception e) {
                console.error("Not everything stopped: " + e.getMessage());
              }
            },
            "stopping");
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
