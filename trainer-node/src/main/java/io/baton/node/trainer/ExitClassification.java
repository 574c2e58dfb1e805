package io.baton.node.trainer;

import io.baton.node.trainer.TrainerEnd.Failed;
import io.baton.node.trainer.TrainerEnd.Finished;
import io.baton.node.trainer.TrainerEnd.Interrupted;
import io.baton.protocol.work.FailureClass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a trainer's exit means. The trainer's own error event says most; without one the exit status
 * of sysexits.h, the signal that ended it, and its last lines do.
 */
public final class ExitClassification {
  private static final int TEMPORARY_FAILURE = 75;
  private static final int SIGNAL_BASE = 128;
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private ExitClassification() {}

  /**
   * Classifies an exit.
   *
   * @param status exit status; 128 + n for a process that signal n ended
   * @param error the trainer's last error event
   * @param outOfMemoryKill whether the kernel killed for lack of memory while the trainer ran
   * @param logTail its last lines, oldest first
   */
  public static TrainerEnd of(
      int status,
      Optional<TrainerEvent.ErrorReported> error,
      boolean outOfMemoryKill,
      List<String> logTail) {
    if (status == 0) {
      return new Finished();
    }
    // A signal to the whole process group reaches the trainer before it has set up its handler, or
    // reaches one that has none.
    if (status == TEMPORARY_FAILURE
        || status == SIGNAL_BASE + SIGINT
        || status == SIGNAL_BASE + SIGTERM) {
      return new Interrupted();
    }
    return error
        .map(event -> new Failed(event.code().failureClass(), event.message()))
        .orElseGet(() -> silent(status, outOfMemoryKill, logTail));
  }

  private static Failed silent(int status, boolean outOfMemoryKill, List<String> logTail) {
    return switch (status) {
      case 64, 65, 66 ->
          new Failed(
              FailureClass.BAD_INPUT,
              "The trainer refused its input (exit status " + status + ")" + lastWords(logTail));
      case 74 ->
          new Failed(
              FailureClass.DISK_FULL,
              "The trainer could not write to the node's disk" + lastWords(logTail));
      // EX_UNAVAILABLE of a launcher; not executable and not found, as shells say.
      case 69, 126, 127 ->
          new Failed(
              FailureClass.NODE_MISCONFIGURED,
              "The node cannot run its trainer" + lastWords(logTail));
      case SIGNAL_BASE + SIGKILL -> killed(outOfMemoryKill);
      default -> crashed(status, logTail);
    };
  }

  private static Failed killed(boolean outOfMemoryKill) {
    return outOfMemoryKill
        ? new Failed(
            FailureClass.OUT_OF_MEMORY,
            "The node ran out of memory and its kernel killed the trainer.")
        : new Failed(FailureClass.TRAINER_CRASH, "The trainer was killed (SIGKILL).");
  }

  private static Failed crashed(int status, List<String> logTail) {
    if (logTail.stream().anyMatch(ExitClassification::tellsOfLackOfMemory)) {
      return new Failed(
          FailureClass.OUT_OF_MEMORY, "The trainer ran out of memory" + lastWords(logTail));
    }
    String how =
        status > SIGNAL_BASE
            ? "The trainer died of signal " + signalName(status - SIGNAL_BASE)
            : "The trainer ended with exit status " + status;
    return new Failed(FailureClass.TRAINER_CRASH, how + lastWords(logTail));
  }

  private static boolean tellsOfLackOfMemory(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return lower.contains("outofmemoryerror")
        || lower.contains("out of memory")
        || lower.contains("can't allocate memory");
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 11 -> "SIGSEGV";
      default -> Integer.toString(signal);
    };
  }

  /** The last line that names an error, above whatever trace follows it; else the last line. */
  private static String lastWords(List<String> logTail) {
    Stream<String> lines = logTail.stream().filter(line -> !line.isBlank());
    return lines
        .reduce((earlier, later) -> !namesError(later) && namesError(earlier) ? earlier : later)
        .map(line -> "; in its log: " + line.strip())
        .orElse(".");
  }

  private static boolean namesError(String line) {
    return !Character.isWhitespace(line.charAt(0))
        && (line.contains("Error") || line.contains("Exception"));
  }
}
