package io.baton.node.trainer;

import io.baton.node.trainer.TrainerEnd.Failed;
import io.baton.node.trainer.TrainerEnd.Finished;
import io.baton.node.trainer.TrainerEnd.Interrupted;
import io.baton.protocol.work.FailureClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

  private static final Set<FailureClass> MEMORY =
      EnumSet.of(FailureClass.GPU_OUT_OF_MEMORY, FailureClass.HOST_OUT_OF_MEMORY);

  /** What Python, shells and launchers say of a process of theirs that SIGKILL ended. */
  private static final Pattern CHILD_KILLED =
      Pattern.compile("SIGKILL|[Ss]ignal: Killed|[Ss]ignal 9|exitcode:? *-9|^Killed$| Killed  ");

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
        .map(event -> new Failed(failureClass(event, logTail), event.message()))
        .orElseGet(() -> silent(status, outOfMemoryKill, logTail));
  }

  /** A trainer that says what failed need not know whose memory or what device it was. */
  private static FailureClass failureClass(TrainerEvent.ErrorReported event, List<String> logTail) {
    return switch (event.code()) {
      case USAGE, BAD_INPUT, NO_INPUT, DISK_FULL -> event.code().failureClass();
      case OUT_OF_MEMORY ->
          symptoms(event, logTail)
              .filter(found -> MEMORY.contains(found.failureClass()))
              .map(LogSymptoms.Found::failureClass)
              .orElse(FailureClass.OUT_OF_MEMORY);
      case INTERNAL ->
          symptoms(event, logTail)
              .map(LogSymptoms.Found::failureClass)
              .orElse(FailureClass.TRAINER_CRASH);
    };
  }

  private static Optional<LogSymptoms.Found> symptoms(
      TrainerEvent.ErrorReported event, List<String> logTail) {
    return LogSymptoms.in(List.of(event.message())).or(() -> LogSymptoms.in(logTail));
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
      default -> crashed(status, outOfMemoryKill, logTail);
    };
  }

  private static Failed killed(boolean outOfMemoryKill) {
    return outOfMemoryKill
        ? new Failed(
            FailureClass.HOST_OUT_OF_MEMORY,
            "The machine ran out of memory and its kernel killed the trainer.")
        : new Failed(
            FailureClass.TRAINER_CRASH,
            "Somebody killed the trainer (SIGKILL); it was not for lack of memory.");
  }

  private static Failed crashed(int status, boolean outOfMemoryKill, List<String> logTail) {
    Optional<LogSymptoms.Found> found = LogSymptoms.in(logTail);
    if (found.isPresent()) {
      return new Failed(
          found.get().failureClass(), how(status) + "; in its log: " + found.get().line());
    }
    if (outOfMemoryKill && logTail.stream().anyMatch(line -> CHILD_KILLED.matcher(line).find())) {
      return new Failed(
          FailureClass.HOST_OUT_OF_MEMORY,
          "The machine ran out of memory and its kernel killed a process of the trainer"
              + lastWords(logTail));
    }
    return new Failed(FailureClass.TRAINER_CRASH, how(status) + lastWords(logTail));
  }

  private static String how(int status) {
    return status > SIGNAL_BASE
        ? "The trainer died of signal " + signalName(status - SIGNAL_BASE)
        : "The trainer ended with exit status " + status;
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
