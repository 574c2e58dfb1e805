package io.baton.sync.cli;

import io.baton.sync.SyncException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sun.misc.Signal;

/**
 * The trainer's process: it has our terminal and streams, and gets the signals that we get. What it
 * started gets them too, once the command itself has died of one without passing it on, as {@code
 * accelerate launch} does; until then it ends its own processes in order.
 */
final class WrappedCommand {
  private final Process process;

  /** What the command had started when it was signaled. */
  private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();

  private volatile String signal = "TERM";

  private WrappedCommand(Process process) {
    this.process = process;
  }

  static WrappedCommand start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().remove(WebhookOptions.SECRET_VARIABLE);
    return new WrappedCommand(builder.start());
  }

  boolean isAlive() {
    return process.isAlive() || started.stream().anyMatch(ProcessHandle::isAlive);
  }

  /**
   * Passes a signal on by its name, such as {@code TERM}. Once the command itself is dead, what it
   * left is killed.
   */
  void signal(Signal received) {
    String name = received.getName();
    boolean terminal = name.equals("INT") && System.console() != null;
    if (!process.isAlive()) {
      started.forEach(ProcessHandle::destroyForcibly);
      return;
    }
    if (endsProcesses(name)) {
      signal = name;
      process.descendants().forEach(started::add);
    }
    // A terminal has already sent it to every process in the foreground.
    if (!terminal) {
      send(name, process.toHandle());
    }
  }

  private static boolean endsProcesses(String name) {
    return !name.startsWith("USR");
  }

  private static void send(String name, ProcessHandle target) {
    if (name.equals("TERM")) {
      target.destroy();
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(target.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      target.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the exit code once the command has ended, and after a signal all that it had started;
   * 128 and the signal's number for a command that died of a signal.
   */
  int await() {
    try {
      int code = process.waitFor();
      List<ProcessHandle> left = started.stream().filter(ProcessHandle::isAlive).toList();
      left.forEach(each -> send(signal, each));
      left.forEach(each -> each.onExit().join());
      return code;
    } catch (InterruptedException e) {
      process.destroy();
      throw SyncException.interrupted("waiting for the command", e);
    }
  }
}
