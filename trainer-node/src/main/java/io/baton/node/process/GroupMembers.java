package io.baton.node.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks processes up by their group, in {@code /proc/PID/stat} (proc(5)). */
final class GroupMembers {
  private static final Path PROCESSES = Path.of("/proc");

  private GroupMembers() {}

  /** Whether any process of a group runs; false where the system has no {@code /proc}. */
  static boolean anyOf(long group) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path each : all) {
        if (isMember(each, group)) {
          return true;
        }
      }
      return false;
    } catch (IOException noProc) {
      return false;
    }
  }

  private static boolean isMember(Path process, long group) {
    String stat;
    try {
      stat = Files.readString(process.resolve("stat"));
    } catch (IOException endedMeanwhile) {
      return false;
    }
    // The name stands in parentheses and may hold anything; then come state, parent and group.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
    boolean dead = fields[0].equals("Z") || fields[0].equals("X");
    return !dead && fields[2].equals(Long.toString(group));
  }
}
