package io.baton.node.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that leads a session and process group of its own, so that whatever it starts ends with
 * it. A signal to the starter's group does not reach it, and it does not outlive the starter.
 *
 * <p>What it needs of the machine is {@code sh}, and {@code setsid} of util-linux or BusyBox.
 */
public final class ProcessGroup {
  /** Waits until it is guarded; exec keeps the process, and with it the group's id. */
  private static final String LAUNCH = "read -r go || exit 75; exec \"$@\" </dev/null";

  private static final long SIGNAL_SECONDS = 5;

  private final Process leader;
  private final Guard guard;

  private ProcessGroup(Process leader, Guard guard) {
    this.leader = leader;
    this.guard = guard;
  }

  /**
   * Starts a command with an empty standard input. One that is not there or cannot be run ends with
   * exit status 127 or 126 and says so on standard error, as in a shell.
   *
   * @param command its words, environment, directory and where its output goes
   * @throws IOException if there is no {@code setsid} or no more process can be started
   */
  public static ProcessGroup start(ProcessBuilder command) throws IOException {
    List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", LAUNCH, "launch"));
    words.addAll(command.command());
    Guard guard = Guard.start();
    try {
      Process leader = command.command(words).redirectInput(ProcessBuilder.Redirect.PIPE).start();
      guard.watch(leader.pid());
      try (OutputStream pipe = leader.getOutputStream()) {
        pipe.write('\n');
      }
      return new ProcessGroup(leader, guard);
    } catch (IOException e) {
      guard.dismiss();
      throw e;
    }
  }

  /** The command itself. */
  public Process leader() {
    return leader;
  }

  /** SIGTERM to the command itself: what it started, such as data loaders, it ends in order. */
  public void terminate() {
    // Not Process.destroy: it closes the pipes, and the command's last words would be lost.
    leader.toHandle().destroy();
  }

  /** SIGTERM to each process. */
  public void terminateAll() {
    signal("TERM");
  }

  /** SIGKILL to each process, whether or not the command itself still runs. */
  public void kill() {
    leader.toHandle().destroyForcibly();
    if (isAlive()) {
      signal("KILL");
    }
    guard.dismiss();
  }

  /** Whether any of its processes runs. */
  public boolean isAlive() {
    return leader.isAlive() || GroupMembers.anyOf(leader.pid());
  }

  private void signal(String name) {
    try {
      // Java has no call for a group. The group's id is taken as long as it has a member.
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " \"-$1\"", "sh", "" + leader.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException noMoreProcesses) {
      leader.descendants().forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
