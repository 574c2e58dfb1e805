package io.baton.node.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A process that kills a process group when the one that started it dies, however that dies: it
 * reads from a pipe that nobody else writes to. It leads a session of its own, out of reach of what
 * is sent to the starter's group or to the guarded one.
 *
 * <p>{@code PR_SET_PDEATHSIG} would not do: it goes by the thread that started a command, and
 * reaches the command only, not what that started.
 */
final class Guard {
  private static final String SCRIPT =
      "read -r group && ! read -r dismissed && kill -KILL \"-$group\"";

  private final Process process;

  private Guard(Process process) {
    this.process = process;
  }

  static Guard start() throws IOException {
    return new Guard(
        new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** From when this returns the group does not outlive this process. */
  void watch(long group) throws IOException {
    tell(Long.toString(group));
  }

  /** Ends it; the group is nobody's concern any more. */
  void dismiss() {
    try (OutputStream pipe = process.getOutputStream()) {
      tell("dismissed");
    } catch (IOException endedAlready) {
      process.destroyForcibly();
    }
  }

  private void tell(String line) throws IOException {
    OutputStream pipe = process.getOutputStream();
    pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }
}
