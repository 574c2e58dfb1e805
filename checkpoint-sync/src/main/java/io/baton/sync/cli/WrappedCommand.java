package io.baton.sync.cli;

import io.baton.sync.SyncException;
import java.io.IOException;
import java.util.List;
import sun.misc.Signal;

/** The trainer's process: it has our terminal and streams, and gets the signals that we get. */
final class WrappedCommand {
  private final Process process;

  private WrappedCommand(Process process) {
    this.process = process;
  }

  static WrappedCommand start(List<String> command) throws IOException {
    return new WrappedCommand(new ProcessBuilder(command).inheritIO().start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Passes a signal on by its name, such as {@code TERM}. */
  void signal(Signal signal) {
    if (signal.getName().equals("TERM")) {
      process.destroy();
    } else if (System.console() == null) {
      // A terminal has already sent it to every process in the foreground.
      send(signal);
    }
  }

  private void send(Signal signal) {
    try {
      new ProcessBuilder("kill", "-" + signal.getName(), Long.toString(process.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the exit code; 128 and the signal's number for a command that died of a signal. */
  int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw SyncException.interrupted("waiting for the command", e);
    }
  }
}
