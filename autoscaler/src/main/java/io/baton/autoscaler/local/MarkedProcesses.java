package io.baton.autoscaler.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Finds processes by an environment variable that they inherited. */
final class MarkedProcesses {
  /** A process that is killed is gone at once, unless it hangs in the kernel. */
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private static final int LOOK_AGAIN_MILLIS = 10;

  private MarkedProcesses() {}

  /** Kills them, and those that they start meanwhile, and returns when they are gone. */
  static void kill(String variable, String value) {
    long deadline = System.nanoTime() + LONGEST_END.toNanos();
    List<ProcessHandle> left = with(variable, value);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
      left = with(variable, value);
    }
  }

  /** Those of this user whose environment at their start had this value. */
  static List<ProcessHandle> with(String variable, String value) {
    String entry = variable + "=" + value;
    return ProcessHandle.allProcesses().filter(process -> hasEntry(process.pid(), entry)).toList();
  }

  private static boolean hasEntry(long id, String entry) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(id), "environ"));
      return List.of(new String(environment, StandardCharsets.UTF_8).split("\0")).contains(entry);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }
}
