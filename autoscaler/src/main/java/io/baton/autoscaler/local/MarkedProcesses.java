package io.baton.autoscaler.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds processes by an environment variable that they inherited. */
final class MarkedProcesses {
  private MarkedProcesses() {}

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
