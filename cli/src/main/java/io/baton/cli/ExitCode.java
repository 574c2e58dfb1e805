package io.baton.cli;

/** What {@code baton} tells the shell. */
public final class ExitCode {
  public static final int OK = 0;

  /** It could not be done, or did not hold; one sentence on standard error says why. */
  public static final int FAILURE = 1;

  /** The command line itself is wrong; nothing was done. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
