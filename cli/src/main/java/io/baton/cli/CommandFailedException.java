package io.baton.cli;

/** Something could not be done; the message is one sentence for the user: what, why, what to do. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailedException(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  public CommandFailedException(String sentence) {
    this(ExitCode.FAILURE, sentence, null);
  }

  public CommandFailedException(String sentence, Throwable cause) {
    this(ExitCode.FAILURE, sentence, cause);
  }

  /** The command line asks for something that makes no sense; nothing was done. */
  public static CommandFailedException usage(String sentence) {
    return new CommandFailedException(ExitCode.USAGE, sentence, null);
  }

  /** What is needed does not answer. */
  public static CommandFailedException unreachable(String sentence, Throwable cause) {
    return new CommandFailedException(ExitCode.UNREACHABLE, sentence, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
