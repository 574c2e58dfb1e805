package io.baton.autoscaler.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names one process for good: ids are given anew, so the time of its start goes with it.
 *
 * @param id the process id
 * @param startTicks clock ticks from the machine's boot to its start, field 22 of {@code
 *     /proc/PID/stat}
 * @param boot the machine's boot, {@code /proc/sys/kernel/random/boot_id}
 */
record ProcessIdentity(long id, long startTicks, String boot) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Fields of {@code /proc/PID/stat} that follow the command's closing parenthesis, from 0. */
  private static final int STATE = 0;

  private static final int START_TICKS = 19;

  static String currentBoot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The process that has that id now, unless it has ended. */
  static Optional<ProcessIdentity> of(long id) {
    return stat(id)
        .map(f -> new ProcessIdentity(id, Long.parseLong(f[START_TICKS]), currentBoot()));
  }

  /** Whether this very process still runs; one that has ended and waits to be reaped does not. */
  boolean isAlive() {
    return of(id).filter(this::equals).isPresent();
  }

  private static Optional<String[]> stat(long id) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(id), "stat"));
      // The command before the parenthesis may hold spaces and parentheses itself.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
      boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return ended ? Optional.empty() : Optional.of(fields);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
