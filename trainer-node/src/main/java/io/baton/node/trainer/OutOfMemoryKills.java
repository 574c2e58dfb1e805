package io.baton.node.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How often this machine's kernel has killed a process for lack of memory: {@code oom_kill} of
 * {@code /proc/vmstat} (Linux 4.13 and later; container limits count too).
 */
final class OutOfMemoryKills {
  private static final Path STATISTICS = Path.of("/proc/vmstat");
  private static final String COUNTER = "oom_kill ";

  private OutOfMemoryKills() {}

  /** 0 where the kernel does not tell. */
  static long count() {
    try {
      return Files.readAllLines(STATISTICS).stream()
          .filter(line -> line.startsWith(COUNTER))
          .mapToLong(line -> Long.parseLong(line.substring(COUNTER.length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException notTold) {
      return 0;
    }
  }
}
